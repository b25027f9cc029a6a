package io.borealis.engine.tunnel.host;

import io.borealis.engine.access.OperatorSession;
import io.borealis.protocol.control.ToAgent;
import io.borealis.protocol.tunnel.EndReason;
import io.borealis.protocol.tunnel.TunnelId;
import java.util.Optional;

/**
 * Why a tunnel ends, who wanted it, and what its agent is told.
 *
 * @param farewell empty when the agent knows already
 */
public record Ending(
        EndReason reason, Optional<String> detail, Optional<OperatorSession> by, Optional<ToAgent> farewell) {

    /** The agent is told to drop it. */
    public static Ending of(TunnelId tunnel, EndReason reason, String detail) {
        return new Ending(
                reason, Optional.of(detail), Optional.empty(), Optional.of(new ToAgent.DropTunnel(tunnel, reason)));
    }

    public static Ending by(OperatorSession operator, TunnelId tunnel) {
        return new Ending(
                EndReason.OPERATOR_DISCONNECT,
                Optional.empty(),
                Optional.of(operator),
                Optional.of(new ToAgent.DropTunnel(tunnel, EndReason.OPERATOR_DISCONNECT)));
    }

    /**
     * A right to it ended: of its device, or of the last one who shared it.
     *
     * @param who took the right, or lost it with his session
     */
    public static Ending revoked(
            OperatorSession who, TunnelId tunnel, EndReason reason, Optional<String> inTheirWords) {
        return new Ending(reason, inTheirWords, Optional.of(who), Optional.of(new ToAgent.DropTunnel(tunnel, reason)));
    }

    /** The peer was not added: the agent waits for exactly this answer. */
    public static Ending refused(TunnelId tunnel, String why) {
        return new Ending(
                EndReason.ERROR, Optional.of(why), Optional.empty(), Optional.of(new ToAgent.PeerRefused(tunnel, why)));
    }

    /** The agent itself said so. */
    public static Ending told(EndReason reason, String detail) {
        return new Ending(reason, Optional.of(detail), Optional.empty(), Optional.empty());
    }
}
