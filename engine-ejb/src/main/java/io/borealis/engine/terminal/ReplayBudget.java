package io.borealis.engine.terminal;

import io.borealis.protocol.tunnel.TunnelId;
import java.util.HashMap;
import java.util.Map;

/**
 * How much memory the output of all terminals takes that is kept for a replay: bounded for each tunnel and in all. Who is
 * given none goes on with what he has. Thread-safe.
 */
final class ReplayBudget {
    private final int mostPerTunnel;
    private final int mostInAll;
    private final Map<TunnelId, Integer> byTunnel = new HashMap<>();
    private int inAll;

    ReplayBudget(TerminalLimits limits) {
        this.mostPerTunnel = limits.replayBytesPerTunnel();
        this.mostInAll = limits.replayBytesInAll();
    }

    /** Whether the tunnel's terminals may keep so many bytes more. */
    synchronized boolean take(TunnelId tunnel, int bytes) {
        int taken = byTunnel.getOrDefault(tunnel, 0);
        if (taken + bytes > mostPerTunnel || inAll + bytes > mostInAll) {
            return false;
        }
        byTunnel.put(tunnel, taken + bytes);
        inAll += bytes;
        return true;
    }

    synchronized void giveBack(TunnelId tunnel, int bytes) {
        inAll -= bytes;
        byTunnel.computeIfPresent(tunnel, (key, taken) -> taken == bytes ? null : taken - bytes);
    }

    /** Bytes that are taken at this moment. */
    synchronized int taken() {
        return inAll;
    }
}
