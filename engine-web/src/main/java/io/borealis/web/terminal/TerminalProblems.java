package io.borealis.web.terminal;

import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.web.Problem;
import jakarta.ws.rs.core.Response;

/** What is said of a terminal that is not there. */
final class TerminalProblems {

    private TerminalProblems() {}

    /** The same for one that never was and for somebody else's. */
    static Problem noTerminal() {
        return Problem.notFound("no_terminal", "this session has no such terminal; open a new one");
    }

    /** @param how in words for its operator */
    static Problem ended(String how) {
        return Problem.of(
                Response.Status.GONE, "terminal_ended", "the terminal has ended: " + how + "; open a new one");
    }

    /** The tunnel lives, and this session has no share in it. */
    static Problem notYourTunnel(TunnelId tunnel) {
        return Problem.forbidden("not_your_tunnel", "this session does not share the tunnel; connect first")
                .with("tunnel_id", tunnel);
    }
}
