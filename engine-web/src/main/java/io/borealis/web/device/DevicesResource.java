package io.borealis.web.device;

import io.borealis.engine.device.DeviceView;
import io.borealis.engine.device.Devices;
import io.borealis.protocol.device.DeviceId;
import io.borealis.web.Parameters;
import io.borealis.web.Problem;
import io.borealis.web.Roles;
import io.borealis.web.access.CurrentOperator;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** The enrolled devices. */
@RequestScoped
@Path("/devices")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
public class DevicesResource {

    @Inject
    Devices devices;

    @Inject
    CurrentOperator operator;

    @GET
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN, Roles.AUDITOR})
    @Operation(summary = "All devices by host name")
    public List<DeviceView> list() {
        return devices.list();
    }

    @GET
    @Path("/{agent_id}")
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN, Roles.AUDITOR})
    @Operation(summary = "One device")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = DeviceView.class)))
    @APIResponse(responseCode = "404", description = "unknown_agent")
    public Response find(@PathParam("agent_id") String agentId) {
        DeviceId device = Parameters.agentId(agentId);
        return devices.find(device).map(found -> Response.ok(found).build()).orElseGet(() -> unknown(device));
    }

    @DELETE
    @Path("/{agent_id}/clone-mark")
    @RolesAllowed(Roles.ADMIN)
    @Operation(summary = "Clears the mark that another machine was seen with this device's key")
    @APIResponse(responseCode = "204", description = "the device has no mark")
    @APIResponse(responseCode = "404", description = "unknown_agent")
    public Response clearCloneMark(@PathParam("agent_id") String agentId) {
        DeviceId device = Parameters.agentId(agentId);
        return devices.clearCloneMark(operator.session(), device)
                ? Response.noContent().build()
                : unknown(device);
    }

    private static Response unknown(DeviceId device) {
        return Problem.notFound("unknown_agent", "there is no agent " + device).toResponse();
    }
}
