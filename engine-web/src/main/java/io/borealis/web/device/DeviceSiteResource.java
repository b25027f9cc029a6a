package io.borealis.web.device;

import io.borealis.engine.device.DeviceChange;
import io.borealis.engine.device.DevicePlaces;
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
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Where a device belongs. */
@RequestScoped
@Path("/devices/{agent_id}/site")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@Consumes(MediaType.APPLICATION_JSON)
public class DeviceSiteResource {

    @Inject
    DevicePlaces places;

    @Inject
    Devices devices;

    @Inject
    CurrentOperator operator;

    /** Body of a move. */
    public record NewSite(UUID siteId, Optional<String> reason) {

        public NewSite {
            reason = Parameters.reason(reason);
        }
    }

    @PUT
    @RolesAllowed(Roles.ADMIN)
    @Operation(
            summary = "Move the device to a site",
            description = "Whoever does not reach it any more loses his share of its tunnel at once.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = DeviceView.class)))
    @APIResponse(responseCode = "404", description = "unknown_agent, unknown_site")
    public Response move(@PathParam("agent_id") String agentId, NewSite wanted) {
        DeviceId device = Parameters.agentId(agentId);
        DeviceChange change = places.move(operator.session(), device, wanted.siteId(), wanted.reason());
        return DeviceProblems.answer(change, device, () -> devices.find(operator.session(), device));
    }
}
