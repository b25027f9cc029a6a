package io.borealis.network.windows;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.borealis.network.windows.FilteringLayouts.Session;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.tunnel.TunnelAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an administrator sees: all filters of the machine, enumerated through a session of its own. */
final class InstalledFilters {

    /** The functions that only an onlooker needs. */
    interface Enumeration extends FilteringLibrary {
        int FwpmFilterCreateEnumHandle0(Pointer engineHandle, @Nullable Pointer template, Pointer enumHandle);

        int FwpmFilterEnum0(Pointer engineHandle, Pointer enumHandle, int requested, Pointer entries, Pointer returned);

        int FwpmFilterDestroyEnumHandle0(Pointer engineHandle, Pointer enumHandle);
    }

    private static final int AT_ONCE = 100;

    private InstalledFilters() {}

    static Enumeration library() {
        return Native.load(FilteringLibrary.NAME, Enumeration.class);
    }

    /** A session that is not dynamic: what it adds stays. */
    static Pointer openSession(FilteringLibrary library) {
        try (Arena arena = new Arena()) {
            Pointer handle = arena.allocate(Long.BYTES);
            Pointer session = Struct.in(arena, Session.LAYOUT).pointer();
            assertThat(library.FwpmEngineOpen0(null, FilteringLibrary.RPC_C_AUTHN_WINNT, null, session, handle))
                    .isZero();
            return handle.getPointer(0);
        }
    }

    static List<InstalledFilter> of(Role role) {
        return all().stream()
                .filter(filter -> filter.provider().equals(role.provider()))
                .toList();
    }

    private static List<InstalledFilter> all() {
        Enumeration library = library();
        Pointer session = openSession(library);
        List<InstalledFilter> found = new ArrayList<>();
        try (Arena arena = new Arena()) {
            Pointer out = arena.allocate(Long.BYTES);
            Pointer returned = arena.allocate(Integer.BYTES);
            assertThat(library.FwpmFilterCreateEnumHandle0(session, null, out)).isZero();
            Pointer enumeration = out.getPointer(0);
            do {
                assertThat(library.FwpmFilterEnum0(session, enumeration, AT_ONCE, out, returned))
                        .isZero();
                Pointer entries = out.getPointer(0);
                for (int i = 0; i < returned.getInt(0); i++) {
                    found.add(InstalledFilter.read(entries.getPointer((long) i * Long.BYTES)));
                }
                library.FwpmFreeMemory0(out);
            } while (returned.getInt(0) == AT_ONCE);
            library.FwpmFilterDestroyEnumHandle0(session, enumeration);
        } finally {
            library.FwpmEngineClose0(session);
        }
        return found;
    }

    /** What the Engine's host permits towards a device. */
    static Set<PortRule> permittedTowards(TunnelAddress device) {
        return of(Role.ENGINE).stream()
                .filter(filter -> filter.conditions().contains("IP_REMOTE_ADDRESS = " + device))
                .filter(filter -> filter.verdict() == FilterRule.Verdict.PERMIT)
                .flatMap(filter -> filter.conditions().stream()
                        .filter(words -> words.startsWith("IP_REMOTE_PORT"))
                        .map(words -> words.substring(words.lastIndexOf(' ') + 1))
                        .map(ports -> (filter.conditions().contains("IP_PROTOCOL = 6") ? "tcp/" : "udp/") + ports))
                .map(PortRule::parse)
                .collect(Collectors.toSet());
    }
}
