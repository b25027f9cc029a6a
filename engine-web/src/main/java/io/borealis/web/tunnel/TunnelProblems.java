package io.borealis.web.tunnel;

import io.borealis.engine.tunnel.HoldResult;
import io.borealis.engine.tunnel.OpenResult;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.web.Problem;
import io.borealis.web.device.DeviceProblems;
import jakarta.ws.rs.core.Response;

/** The Engine's refusals around tunnels, in words and codes for callers. */
final class TunnelProblems {

    private TunnelProblems() {}

    static Problem of(OpenResult refused) {
        if (refused instanceof OpenResult.UnknownDevice none) {
            return DeviceProblems.unknown(none.agentId());
        }
        if (refused instanceof OpenResult.ApprovalRequired) {
            return Problem.forbidden(
                    "access_approval_required",
                    "the device's site wants access to be approved first; ask by POST /api/requests with the device, the"
                            + " seconds and a reason, and connect once somebody approved it");
        }
        if (refused instanceof OpenResult.NotAllowed kept) {
            return DeviceProblems.keptOut(kept.state());
        }
        if (refused instanceof OpenResult.NotConnected away) {
            return Problem.conflict(
                    "agent_not_connected",
                    "agent " + away.agentId() + " is not connected; start it, or wait until it is online");
        }
        if (refused instanceof OpenResult.AlreadyYours open) {
            return Problem.conflict("tunnel_already_open", "this session has the tunnel open already")
                    .with("tunnel_id", open.tunnelId());
        }
        if (refused instanceof OpenResult.NoAddressLeft) {
            return unavailable("no_address_left", "the tunnel network has no address left; configure a larger one");
        }
        if (refused instanceof OpenResult.TooManyOperators many) {
            return Problem.conflict("too_many_operators", many.most() + " sessions share the tunnel; no more may join");
        }
        if (refused instanceof OpenResult.Unavailable broken) {
            return unavailable("tunnel_unavailable", broken.detail());
        }
        throw new IllegalStateException("an answer without words: " + refused);
    }

    static Problem of(HoldResult refused) {
        if (refused instanceof HoldResult.NoTunnel none) {
            return noTunnel(none.tunnelId());
        }
        if (refused instanceof HoldResult.NotYours other) {
            return notYours(other.tunnelId());
        }
        if (refused instanceof HoldResult.TooLong much) {
            long longest = much.longest().toSeconds();
            return Problem.badRequest("hold_too_long", "a tunnel is kept open for at most " + longest + " s")
                    .with("field", "seconds")
                    .with("longest_seconds", longest);
        }
        if (refused instanceof HoldResult.LimitReached reached) {
            long left = reached.left().toSeconds();
            return Problem.conflict(
                            "hold_limit_reached",
                            "the tunnel is on hold already, and at most "
                                    + reached.longest().toSeconds()
                                    + " s without a break are allowed; " + left + " s are left")
                    .with("left_seconds", left);
        }
        if (refused instanceof HoldResult.NotHeld none) {
            return Problem.notFound("no_hold", "tunnel " + none.tunnelId() + " is not on hold");
        }
        throw new IllegalStateException("an answer without words: " + refused);
    }

    static Problem noTunnel(TunnelId tunnel) {
        return Problem.notFound("no_tunnel", "there is no live tunnel " + tunnel);
    }

    static Problem notYours(TunnelId tunnel) {
        return Problem.forbidden("not_your_tunnel", "this session does not share the tunnel; connect first")
                .with("tunnel_id", tunnel);
    }

    private static Problem unavailable(String code, String detail) {
        return Problem.of(Response.Status.SERVICE_UNAVAILABLE, code, detail);
    }
}
