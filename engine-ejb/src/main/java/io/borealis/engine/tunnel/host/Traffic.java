package io.borealis.engine.tunnel.host;

import io.borealis.network.PeerStatistics;
import io.borealis.persistence.tunnel.Tunnel;
import io.borealis.protocol.tunnel.EndReason;
import io.borealis.protocol.tunnel.TunnelId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What each tunnel moved over all admissions of its peer; the driver counts one admission. What was moved between the
 * last look and the loss of a listener is not known. Thread-safe.
 */
public final class Traffic implements TunnelListener {
    private final Map<TunnelId, Counted> counted = new ConcurrentHashMap<>();

    /** Bytes from the device and to it. */
    public record Bytes(long received, long sent) {
        static final Bytes NONE = new Bytes(0, 0);

        Bytes plus(Bytes more) {
            return new Bytes(received + more.received, sent + more.sent);
        }

        private boolean isLessThan(Bytes other) {
            return received < other.received || sent < other.sent;
        }
    }

    private record Counted(Bytes before, Bytes now) {
        Bytes total() {
            return before.plus(now);
        }
    }

    /** The peer was admitted anew at the Engine's start: the driver counts from zero, the row knows what was before. */
    void resumes(Tunnel row) {
        counted.put(row.id(), new Counted(new Bytes(row.receivedBytes(), row.sentBytes()), Bytes.NONE));
    }

    /** Everything that the tunnel moved, now that its driver was asked. */
    public Bytes seen(TunnelId tunnel, PeerStatistics driver) {
        Bytes now = new Bytes(driver.receivedBytes(), driver.sentBytes());
        return counted.merge(
                        tunnel,
                        new Counted(Bytes.NONE, now),
                        (known, fresh) ->
                                new Counted(now.isLessThan(known.now()) ? known.total() : known.before(), fresh.now()))
                .total();
    }

    /** Everything that the tunnel moved as far as it was seen; the row's word where nothing was. */
    Bytes lastSeen(Tunnel row) {
        Counted known = counted.get(row.id());
        return known == null ? new Bytes(row.receivedBytes(), row.sentBytes()) : known.total();
    }

    /** Forgets what does not live any more. */
    void keepOnly(Set<TunnelId> live) {
        counted.keySet().retainAll(live);
    }

    @Override
    public void ended(TunnelId tunnel, EndReason reason) {
        counted.remove(tunnel);
    }
}
