package io.borealis.engine.terminal;

import io.borealis.protocol.tunnel.TunnelId;

/** What became of asking for a terminal. */
public sealed interface TerminalResult {
    record Opened(Attachment attachment) implements TerminalResult {}

    /** There is no such tunnel, or it is not up. */
    record NoTunnel(TunnelId tunnelId) implements TerminalResult {}

    /** This operator session does not share the tunnel. */
    record NotYours(TunnelId tunnelId) implements TerminalResult {}

    record TooMany(int most) implements TerminalResult {}

    /** @param detail one sentence: the step that failed and why */
    record Failed(String detail) implements TerminalResult {}
}
