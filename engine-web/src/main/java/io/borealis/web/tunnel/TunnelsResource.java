package io.borealis.web.tunnel;

import io.borealis.engine.Page;
import io.borealis.engine.access.Role;
import io.borealis.engine.tunnel.LeaveResult;
import io.borealis.engine.tunnel.OpenResult;
import io.borealis.engine.tunnel.TunnelBroker;
import io.borealis.engine.tunnel.TunnelView;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.web.PageLink;
import io.borealis.web.Parameters;
import io.borealis.web.Problem;
import io.borealis.web.Roles;
import io.borealis.web.access.CurrentOperator;
import io.borealis.web.access.StepUp;
import io.borealis.web.device.DeviceProblems;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Opens, watches and leaves the tunnel of a device. */
@RequestScoped
@Path("/tunnel")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@Consumes(MediaType.APPLICATION_JSON)
public class TunnelsResource {

    @Inject
    TunnelBroker broker;

    @Inject
    CurrentOperator operator;

    @Inject
    StepUp stepUp;

    /** Body of a connect. */
    public record ConnectRequest(DeviceId agentId) {}

    /** Answer to leaving: whether the tunnel is gone, or how many sessions still share it. */
    public record DisconnectAnswer(TunnelId tunnelId, boolean ended, int operatorsLeft) {}

    @POST
    @Path("/connect")
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN})
    @Operation(summary = "Open the device's tunnel, or join the one that lives")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ConnectAnswer.class)))
    @APIResponse(responseCode = "403", description = "access_approval_required")
    @APIResponse(responseCode = "404", description = "unknown_agent")
    @APIResponse(
            responseCode = "409",
            description = "agent_not_connected, device_disabled, device_quarantined, device_removed,"
                    + " tunnel_already_open, too_many_operators")
    @APIResponse(responseCode = "503", description = "no_address_left, tunnel_unavailable")
    public Response connect(ConnectRequest wanted) {
        OpenResult result = broker.open(operator.session(), wanted.agentId());
        if (result instanceof OpenResult.Opened opened) {
            return Response.ok(ConnectAnswer.of(opened.tunnel(), opened.token()))
                    .build();
        }
        if (result instanceof OpenResult.Joined joined) {
            return Response.ok(ConnectAnswer.of(joined.tunnel(), joined.token()))
                    .build();
        }
        return TunnelProblems.of(result).toResponse();
    }

    @GET
    @Path("/status")
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN, Roles.AUDITOR})
    @Operation(summary = "Where the device's tunnel stands; of the last one when none lives")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = TunnelView.class)))
    @APIResponse(responseCode = "404", description = "unknown_agent")
    public Response status(@QueryParam("agent_id") @Nullable String agentId) {
        DeviceId device = Parameters.agentId(agentId);
        return broker.status(operator.session(), device)
                .map(tunnel -> Response.ok(tunnel).build())
                .orElseGet(() -> DeviceProblems.unknown(device).toResponse());
    }

    @GET
    @Path("/connect/status")
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN, Roles.AUDITOR})
    @Operation(summary = "The same as /api/tunnel/status")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = TunnelView.class)))
    @APIResponse(responseCode = "404", description = "unknown_agent")
    public Response connectStatus(@QueryParam("agent_id") @Nullable String agentId) {
        return status(agentId);
    }

    @GET
    @Path("/active")
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN, Roles.AUDITOR})
    @Operation(
            summary = "The live tunnels of the devices within reach, by agent_id, page by page",
            description = "At most limit of them (1 to 500, else 100), after the agent_id given.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = TunnelView.class)),
            headers =
                    @Header(
                            name = HttpHeaders.LINK,
                            description = "The next page, with rel=next, while there is one",
                            schema = @Schema(type = SchemaType.STRING)))
    public Response active(@QueryParam("after") @Nullable String after, @QueryParam("limit") @Nullable String limit) {
        int most = Parameters.limit(limit);
        Page<TunnelView> page = broker.active(operator.session(), Parameters.afterDevice(after), most);
        return PageLink.answer(page, TunnelView::agentId, most, Map.of());
    }

    @DELETE
    @Path("/disconnect")
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN})
    @Operation(summary = "Leave the tunnel; the last one out, or all=true by an administrator, ends it at once")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = DisconnectAnswer.class)))
    @APIResponse(responseCode = "403", description = "not_your_tunnel, step_up_required")
    @APIResponse(responseCode = "404", description = "no_tunnel, unknown_agent")
    public Response disconnect(
            @QueryParam("agent_id") @Nullable String agentId, @QueryParam("all") @Nullable String all) {
        DeviceId device = Parameters.agentId(agentId);
        boolean forAll = Parameters.flag("all", all);
        return forAll && operator.session().is(Role.ADMIN)
                ? stepUp.before(() -> leave(device, true))
                : leave(device, forAll);
    }

    private Response leave(DeviceId device, boolean forAll) {
        LeaveResult result = broker.leave(operator.session(), device, forAll);
        if (result instanceof LeaveResult.Left left) {
            return Response.ok(new DisconnectAnswer(left.tunnelId(), false, left.operatorsLeft()))
                    .build();
        }
        if (result instanceof LeaveResult.Ended ended) {
            return Response.ok(new DisconnectAnswer(ended.tunnelId(), true, 0)).build();
        }
        if (result instanceof LeaveResult.NotYours other) {
            return TunnelProblems.notYours(other.tunnelId()).toResponse();
        }
        if (result instanceof LeaveResult.NotAllowed) {
            return Problem.forbidden("forbidden", "only an administrator may end a tunnel for all")
                    .toResponse();
        }
        if (result instanceof LeaveResult.NoTunnel) {
            return Problem.notFound("no_tunnel", "agent " + device + " has no live tunnel")
                    .toResponse();
        }
        return DeviceProblems.unknown(device).toResponse();
    }
}
