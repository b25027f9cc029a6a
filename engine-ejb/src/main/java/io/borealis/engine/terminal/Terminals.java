package io.borealis.engine.terminal;

import io.borealis.engine.access.OperatorSession;
import io.borealis.protocol.terminal.TerminalSize;
import io.borealis.protocol.tunnel.TunnelId;

/** Opens terminals inside tunnels. Thread-safe. */
public final class Terminals {
    /** No tunnel carries more terminals at once. */
    public static final int MOST_PER_TUNNEL = 16;

    /**
     * Starts a shell on the tunnel's device. Waits for SSH, so not for a thread that must not wait; the screen may be
     * called before this returns.
     */
    public TerminalResult open(OperatorSession operator, TunnelId tunnel, TerminalSize size, TerminalScreen screen) {
        throw new UnsupportedOperationException();
    }
}
