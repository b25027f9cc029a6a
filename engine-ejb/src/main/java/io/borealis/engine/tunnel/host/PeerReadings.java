package io.borealis.engine.tunnel.host;

import io.borealis.network.HostNetworkException;
import io.borealis.network.PeerStatistics;
import io.borealis.protocol.Ticker;
import io.borealis.protocol.tunnel.WireGuardKey;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What the driver said of its peers, at most a second ago. The driver tells all peers or none, and copies its whole table
 * for it; so one reading serves everybody who looks. For what is shown, not for what is decided. Thread-safe.
 */
public final class PeerReadings {
    /** No reading is shown that is older. */
    static final Duration FRESH = Duration.ofSeconds(1);

    private final TunnelHost host;
    private final Ticker ticker;
    private Optional<Reading> last = Optional.empty();

    public PeerReadings(TunnelHost host, Ticker ticker) {
        this.host = host;
        this.ticker = ticker;
    }

    private record Reading(Duration at, Map<WireGuardKey, PeerStatistics> peers) {}

    /** Empty when the driver does not know the peer, or cannot be read. May wait for a reading. */
    public Optional<PeerStatistics> of(WireGuardKey key) {
        return Optional.ofNullable(recent().get(key));
    }

    private synchronized Map<WireGuardKey, PeerStatistics> recent() {
        Reading reading = last.filter(known -> ticker.since(known.at()).compareTo(FRESH) < 0)
                .orElseGet(() -> new Reading(ticker.elapsed(), read()));
        last = Optional.of(reading);
        return reading.peers();
    }

    // A driver that cannot be read tells nothing; its loss is told by the adapter itself
    private Map<WireGuardKey, PeerStatistics> read() {
        try {
            return host.peers();
        } catch (HostNetworkException unreadable) {
            return Map.of();
        }
    }
}
