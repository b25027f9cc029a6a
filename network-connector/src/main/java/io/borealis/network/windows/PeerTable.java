package io.borealis.network.windows;

import com.sun.jna.Memory;
import io.borealis.network.PeerStatistics;
import io.borealis.network.windows.WireGuardLayouts.AllowedIp;
import io.borealis.network.windows.WireGuardLayouts.Interface;
import io.borealis.protocol.tunnel.TunnelAddress;
import io.borealis.protocol.tunnel.WireGuardKey;
import io.borealis.protocol.tunnel.WireGuardSecret;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What WireGuardGetConfiguration answered: a picture of one moment. It holds every key of the interface, so it is closed
 * (and wiped) as soon as the question is answered. Not thread-safe.
 */
final class PeerTable implements AutoCloseable {

    /** 1601-01-01, where Windows' clock begins, in seconds of ours. */
    private static final long WINDOWS_EPOCH_SECONDS = -11_644_473_600L;

    private static final long TICKS_PER_SECOND = 10_000_000L;

    private final Memory memory;
    private final long size;

    PeerTable(Memory memory, int size) {
        this.memory = memory;
        this.size = Math.min(size, memory.size());
    }

    /** One peer in the buffer, valid until the table is closed. */
    final class Row {
        private final long offset;
        private final Struct peer;

        private Row(long offset) {
            this.offset = offset;
            this.peer = Struct.at(WireGuardLayouts.Peer.LAYOUT, memory, offset);
        }

        WireGuardKey publicKey() {
            return WireGuardKey.of(peer.getBytes(WireGuardLayouts.Peer.PUBLIC_KEY));
        }

        private boolean isOf(byte[] key) {
            return Arrays.equals(peer.getBytes(WireGuardLayouts.Peer.PUBLIC_KEY), key);
        }

        PeerStatistics statistics() {
            long handshake = peer.get(WireGuardLayouts.Peer.LAST_HANDSHAKE);
            return new PeerStatistics(
                    publicKey(),
                    handshake == 0 ? Optional.empty() : Optional.of(instantOf(handshake)),
                    peer.get(WireGuardLayouts.Peer.RX_BYTES),
                    peer.get(WireGuardLayouts.Peer.TX_BYTES));
        }

        /** Whether the driver holds exactly this preshared key and exactly this address for the peer. */
        boolean is(WireGuardSecret presharedKey, TunnelAddress address) {
            byte[] desired = presharedKey.reveal();
            byte[] held = peer.getBytes(WireGuardLayouts.Peer.PRESHARED_KEY);
            try {
                return MessageDigest.isEqual(desired, held) && holdsOnly(address);
            } finally {
                Arrays.fill(desired, (byte) 0);
                Arrays.fill(held, (byte) 0);
            }
        }

        private boolean holdsOnly(TunnelAddress address) {
            if (allowedIps() != 1) {
                return false;
            }
            Struct only = Struct.at(AllowedIp.LAYOUT, memory, offset + WireGuardLayouts.Peer.LAYOUT.size());
            return only.get(AllowedIp.ADDRESS_FAMILY) == IpHelperLibrary.AF_INET
                    && only.get(AllowedIp.CIDR) == 32
                    && Arrays.equals(Arrays.copyOf(only.getBytes(AllowedIp.ADDRESS), 4), address.toBytes());
        }

        private long allowedIps() {
            return peer.get(WireGuardLayouts.Peer.ALLOWED_IPS_COUNT);
        }

        private long end() {
            return offset + WireGuardLayouts.Peer.LAYOUT.size() + allowedIps() * AllowedIp.LAYOUT.size();
        }
    }

    List<PeerStatistics> statistics() {
        List<PeerStatistics> all = new ArrayList<>();
        find(row -> {
            all.add(row.statistics());
            return false;
        });
        return all;
    }

    Optional<PeerStatistics> statistics(WireGuardKey key) {
        byte[] wanted = key.toBytes();
        return find(row -> row.isOf(wanted)).map(Row::statistics);
    }

    List<Row> rows() {
        List<Row> all = new ArrayList<>();
        find(row -> !all.add(row));
        return all;
    }

    /** The first row that the predicate accepts. */
    private Optional<Row> find(Predicate<Row> wanted) {
        if (size < Interface.LAYOUT.size()) {
            return Optional.empty();
        }
        long peers = Struct.at(Interface.LAYOUT, memory, 0).get(Interface.PEERS_COUNT);
        long at = Interface.LAYOUT.size();
        for (long i = 0; i < peers && at + WireGuardLayouts.Peer.LAYOUT.size() <= size; i++) {
            Row row = new Row(at);
            if (wanted.test(row)) {
                return Optional.of(row);
            }
            at = row.end();
        }
        return Optional.empty();
    }

    private static Instant instantOf(long ticks) {
        return Instant.ofEpochSecond(WINDOWS_EPOCH_SECONDS + ticks / TICKS_PER_SECOND, ticks % TICKS_PER_SECOND * 100);
    }

    @Override
    public void close() {
        memory.clear();
        memory.close();
    }
}
