package io.borealis.web.tunnel;

import io.borealis.engine.tunnel.IdleTime;
import io.borealis.engine.tunnel.IdleTimes;
import io.borealis.engine.tunnel.SetIdleResult;
import io.borealis.protocol.device.DeviceId;
import io.borealis.web.Parameters;
import io.borealis.web.Problem;
import io.borealis.web.Roles;
import io.borealis.web.access.CurrentOperator;
import io.borealis.web.device.DeviceProblems;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** How long the tunnel of one device lives without operator activity. */
@RequestScoped
@Path("/devices/{agent_id}/idle")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@Consumes(MediaType.APPLICATION_JSON)
public class IdleResource {

    @Inject
    IdleTimes times;

    @Inject
    CurrentOperator operator;

    /** Body of a change. */
    public record NewIdle(int idleSeconds) {}

    @GET
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN, Roles.AUDITOR})
    @Operation(summary = "The device's idle time and the bounds of what may be set")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = IdleTime.class)))
    @APIResponse(responseCode = "404", description = "unknown_agent")
    public Response idle(@PathParam("agent_id") String agentId) {
        DeviceId device = Parameters.agentId(agentId);
        return times.find(operator.session(), device)
                .map(found -> Response.ok(found).build())
                .orElseGet(() -> DeviceProblems.unknown(device).toResponse());
    }

    @PUT
    @RolesAllowed(Roles.ADMIN)
    @Operation(summary = "Give the device an idle time of its own; a live tunnel obeys at once")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = IdleTime.class)))
    @APIResponse(responseCode = "400", description = "idle_out_of_bounds")
    @APIResponse(responseCode = "404", description = "unknown_agent")
    public Response set(@PathParam("agent_id") String agentId, NewIdle wanted) {
        return answer(times.set(
                operator.session(),
                Parameters.agentId(agentId),
                Optional.of(Duration.ofSeconds(wanted.idleSeconds()))));
    }

    @DELETE
    @RolesAllowed(Roles.ADMIN)
    @Operation(summary = "Let the Engine's own idle time count for the device again")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = IdleTime.class)))
    @APIResponse(responseCode = "404", description = "unknown_agent")
    public Response clear(@PathParam("agent_id") String agentId) {
        return answer(times.set(operator.session(), Parameters.agentId(agentId), Optional.empty()));
    }

    private static Response answer(SetIdleResult result) {
        if (result instanceof SetIdleResult.Done done) {
            return Response.ok(done.idle()).build();
        }
        if (result instanceof SetIdleResult.UnknownDevice none) {
            return DeviceProblems.unknown(none.agentId()).toResponse();
        }
        if (result instanceof SetIdleResult.OutOfBounds bounds) {
            return Problem.badRequest(
                            "idle_out_of_bounds",
                            "an idle time is " + bounds.shortestSeconds() + " to " + bounds.longestSeconds() + " s")
                    .with("field", "idle_seconds")
                    .toResponse();
        }
        throw new IllegalStateException("an answer without words: " + result);
    }
}
