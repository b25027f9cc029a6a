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

    private static final int MOST_READINGS = 5;

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
        Look look = look(use -> use.overlaps(network));
        return look.foreign().map(entry -> NetworkOverlap.onEngine(network, entry.use(), nameOf(entry), look.uses()));
    }

    /** @throws HostNetworkException when one of its two addresses overlaps something, or that cannot be read */
    void require(AgentTunnel tunnel) throws HostNetworkException {
        Look look = look(use -> use.overlaps(tunnel.address()) || use.overlaps(tunnel.engineAddress()));
        if (look.foreign().isPresent()) {
            Entry entry = look.foreign().get();
            throw NetworkOverlap.onDevice(tunnel, entry.use(), nameOf(entry), look.uses())
                    .toException();
        }
    }

    private record Look(List<NetworkUse> uses, Optional<Entry> foreign) {}

    // An interface that goes away between the reading and its name took what overlaps along: only a new reading tells
    private Look look(Predicate<NetworkUse> overlapping) throws HostNetworkException {
        for (int reading = 1; ; reading++) {
            List<Entry> entries = addressing.read();
            Optional<Entry> foreign = entries.stream()
                    .filter(entry -> overlapping.test(entry.use()) && !isOurs(entry))
                    .findFirst();
            if (foreign.isEmpty() || reading == MOST_READINGS || isThere(foreign.get())) {
                return new Look(entries.stream().map(Entry::use).toList(), foreign);
            }
        }
    }

    private boolean isOurs(Entry entry) {
        return guidOf(entry)
                .filter(found ->
                        Stream.of(Role.values()).anyMatch(role -> role.adapter().equals(found)))
                .isPresent();
    }

    private boolean isThere(Entry entry) {
        return entry.luid() == 0 || guidOf(entry).isPresent();
    }

    private Optional<Guid> guidOf(Entry entry) {
        if (entry.luid() == 0) {
            return Optional.empty();
        }
        try (Arena arena = new Arena()) {
            Pointer guid = arena.allocate(Guid.SIZE);
            int code = library.ConvertInterfaceLuidToGuid(arena.uint64(entry.luid()), guid);
            return code == Win32.NO_ERROR
                    ? Optional.of(Guid.fromBytes(guid.getByteArray(0, Guid.SIZE)))
                    : Optional.empty();
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
