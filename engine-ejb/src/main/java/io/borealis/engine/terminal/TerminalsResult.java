package io.borealis.engine.terminal;

import io.borealis.protocol.tunnel.TunnelId;
import java.util.List;

/** What became of asking for the terminals of a tunnel. */
public sealed interface TerminalsResult {
    /** His own, and those that others share with him. */
    record Found(List<TerminalView> terminals) implements TerminalsResult {}

    /** There is no live tunnel of this id. */
    record NoTunnel(TunnelId tunnelId) implements TerminalsResult {}

    /** This operator session does not share the tunnel. */
    record NotYours(TunnelId tunnelId) implements TerminalsResult {}
}
