package io.borealis.web.tunnel;

import io.borealis.engine.tunnel.ActivityResult;
import io.borealis.engine.tunnel.HoldResult;
import io.borealis.engine.tunnel.TunnelBroker;
import io.borealis.engine.tunnel.TunnelHolds;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.web.MalformedRequestException;
import io.borealis.web.Parameters;
import io.borealis.web.Problem;
import io.borealis.web.Roles;
import io.borealis.web.access.CurrentOperator;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Tells the Engine that somebody uses a tunnel, or that it shall stay although nobody does. */
@RequestScoped
@Path("/tunnel")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@Consumes(MediaType.APPLICATION_JSON)
public class UseResource {

    @Inject
    TunnelBroker broker;

    @Inject
    TunnelHolds holds;

    @Inject
    CurrentOperator operator;

    /** Body of an activity report or of presence. */
    public record ActivityRequest(TunnelId tunnelId) {}

    /**
     * Answer to it.
     *
     * @param counted false for presence that was signalled a moment ago already
     */
    public record ActivityAnswer(TunnelId tunnelId, Instant idleDeadline, boolean counted) {}

    /** Body of a hold. */
    public record HoldRequest(TunnelId tunnelId, int seconds) {

        public HoldRequest {
            if (seconds < 1) {
                throw new MalformedRequestException(
                        "bad_value", "seconds", "a tunnel is kept open for 1 second or more; 3600 is one hour");
            }
        }
    }

    /** Answer to a hold: when it ends at the latest. */
    public record HoldAnswer(TunnelId tunnelId, Instant until) {}

    /** Answer to its release. */
    public record ReleaseAnswer(TunnelId tunnelId, Instant idleDeadline) {}

    @POST
    @Path("/activity")
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN})
    @Operation(summary = "Put the idle deadline of a shared tunnel off: the operator does something")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ActivityAnswer.class)))
    @APIResponse(responseCode = "403", description = "not_your_tunnel")
    @APIResponse(responseCode = "404", description = "no_tunnel")
    public Response activity(ActivityRequest seen) {
        return answer(broker.activity(operator.session(), seen.tunnelId()), seen.tunnelId());
    }

    @POST
    @Path("/presence")
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN})
    @Operation(
            summary = "A visible page saw its operator: a key, a click, a scroll, a move",
            description = "Counts at most once in 30 s, or once per quarter of an idle time below 2 minutes. "
                    + "Not for timers: what no person did is no presence.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ActivityAnswer.class)))
    @APIResponse(responseCode = "403", description = "not_your_tunnel")
    @APIResponse(responseCode = "404", description = "no_tunnel")
    public Response presence(ActivityRequest seen) {
        return answer(broker.presence(operator.session(), seen.tunnelId()), seen.tunnelId());
    }

    private static Response answer(ActivityResult result, TunnelId tunnel) {
        if (result instanceof ActivityResult.Recorded recorded) {
            return Response.ok(new ActivityAnswer(recorded.tunnelId(), recorded.idleDeadline(), recorded.counted()))
                    .build();
        }
        if (result instanceof ActivityResult.NotYours other) {
            return TunnelProblems.notYours(other.tunnelId()).toResponse();
        }
        return TunnelProblems.noTunnel(tunnel).toResponse();
    }

    @POST
    @Path("/hold")
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN})
    @Operation(
            summary = "Keep a shared tunnel open for so long although nobody does anything",
            description = "Takes the place of what is left of an earlier hold. The unbroken time on hold is bounded by "
                    + "borealis.hold.longest-seconds. The last operator who leaves ends the tunnel all the same.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = HoldAnswer.class)))
    @APIResponse(responseCode = "400", description = "bad_value, hold_too_long")
    @APIResponse(responseCode = "403", description = "not_your_tunnel")
    @APIResponse(responseCode = "404", description = "no_tunnel")
    @APIResponse(responseCode = "409", description = "hold_limit_reached")
    public Response hold(HoldRequest wanted) {
        HoldResult result = holds.hold(operator.session(), wanted.tunnelId(), Duration.ofSeconds(wanted.seconds()));
        if (result instanceof HoldResult.Held held) {
            return Response.ok(new HoldAnswer(held.tunnelId(), held.until())).build();
        }
        return TunnelProblems.of(result).toResponse();
    }

    @DELETE
    @Path("/hold")
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN})
    @Operation(summary = "Give up what is left of a hold: from now on the idle time alone counts")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ReleaseAnswer.class)))
    @APIResponse(responseCode = "403", description = "not_your_tunnel")
    @APIResponse(responseCode = "404", description = "no_tunnel, no_hold")
    public Response release(@QueryParam("tunnel_id") @Nullable String tunnelId) {
        HoldResult result = holds.release(operator.session(), Parameters.tunnelId(tunnelId));
        if (result instanceof HoldResult.Released released) {
            return Response.ok(new ReleaseAnswer(released.tunnelId(), released.idleDeadline()))
                    .build();
        }
        return TunnelProblems.of(result).toResponse();
    }
}
