package io.borealis.network.windows;

import com.sun.jna.Pointer;
import io.borealis.network.AgentTunnel;
import io.borealis.network.HostNetworkException;
import io.borealis.network.NetworkOverlap;
import io.borealis.network.NetworkUse;
import io.borealis.network.windows.HostAddressing.Entry;
import io.borealis.protocol.tunnel.TunnelNetwork;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Whether the addresses of the tunnels are nobody else's on this host. What stands on adapters of ours does not count,
 * be they those of another process or left over. Remembers nothing, hence thread-safe.
 */
final class NetworkClaim {

    private final IpHelperLibrary library;
    private final HostAddressing addressing;

    NetworkClaim(IpHelperLibrary library) {
        this.library = library;
        this.addressing = new HostAddressing(library);
    }

    /** @throws HostNetworkException when it overlaps something, or that cannot be read */
    void require(TunnelNetwork network) throws HostNetworkException {
        Optional<NetworkOverlap> overlap = overlap(network);
        if (overlap.isPresent()) {
            throw overlap.get().toException();
        }
    }

    Optional<NetworkOverlap> overlap(TunnelNetwork network) throws HostNetworkException {
        List<Entry> entries = addressing.read();
        return firstForeign(entries, use -> use.overlaps(network))
                .map(entry -> NetworkOverlap.onEngine(network, entry.use(), nameOf(entry), uses(entries)));
    }

    /** @throws HostNetworkException when one of its two addresses overlaps something, or that cannot be read */
    void require(AgentTunnel tunnel) throws HostNetworkException {
        List<Entry> entries = addressing.read();
        Optional<Entry> foreign =
                firstForeign(entries, use -> use.overlaps(tunnel.address()) || use.overlaps(tunnel.engineAddress()));
        if (foreign.isPresent()) {
            Entry entry = foreign.get();
            throw NetworkOverlap.onDevice(tunnel, entry.use(), nameOf(entry), uses(entries))
                    .toException();
        }
    }

    private static List<NetworkUse> uses(List<Entry> entries) {
        return entries.stream().map(Entry::use).toList();
    }

    private Optional<Entry> firstForeign(List<Entry> entries, Predicate<NetworkUse> overlapping) {
        return entries.stream()
                .filter(entry -> overlapping.test(entry.use()) && !isOurs(entry))
                .findFirst();
    }

    /** What Windows cannot name any more counts as foreign: it was there when the table was read. */
    private boolean isOurs(Entry entry) {
        try (Arena arena = new Arena()) {
            Pointer guid = arena.allocate(Guid.SIZE);
            if (entry.luid() == 0
                    || library.ConvertInterfaceLuidToGuid(arena.uint64(entry.luid()), guid) != Win32.NO_ERROR) {
                return false;
            }
            Guid found = Guid.fromBytes(guid.getByteArray(0, Guid.SIZE));
            return Stream.of(Role.values()).anyMatch(role -> role.adapter().equals(found));
        }
    }

    private String nameOf(Entry entry) {
        if (entry.luid() == 0) {
            return entry.interfaceName();
        }
        try (Arena arena = new Arena()) {
            int room = Struct.LONGEST_TEXT + 1;
            Pointer alias = arena.allocate(2L * room);
            int code = library.ConvertInterfaceLuidToAlias(arena.uint64(entry.luid()), alias, room);
            return code == Win32.NO_ERROR ? Struct.utf16(alias) : "LUID 0x%016x".formatted(entry.luid());
        }
    }
}
