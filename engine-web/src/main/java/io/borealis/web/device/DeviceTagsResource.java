package io.borealis.web.device;

import io.borealis.engine.access.DeviceTags;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What a device is marked with. */
@RequestScoped
@Path("/devices/{agent_id}/tags")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@Consumes(MediaType.APPLICATION_JSON)
public class DeviceTagsResource {

    @Inject
    DevicePlaces places;

    @Inject
    Devices devices;

    @Inject
    CurrentOperator operator;

    /** Body of a change: all the tags that the device shall have. */
    public record NewTags(List<String> tags, Optional<String> reason) {

        public NewTags {
            tags = List.copyOf(Parameters.tags(tags, DeviceTags.MOST));
            reason = Parameters.reason(reason);
        }
    }

    @PUT
    @RolesAllowed(Roles.ADMIN)
    @Operation(
            summary = "Replace the device's tags, at most 16",
            description =
                    "A tag is a-z and 0-9, and between them . _ and -. Whoever reached the device by a tag that it"
                            + " has not any more loses his share of its tunnel at once.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = DeviceView.class)))
    @APIResponse(responseCode = "404", description = "unknown_agent")
    public Response tag(@PathParam("agent_id") String agentId, NewTags wanted) {
        DeviceId device = Parameters.agentId(agentId);
        DeviceChange change = places.tag(operator.session(), device, Set.copyOf(wanted.tags()), wanted.reason());
        return DeviceProblems.answer(change, device, () -> devices.find(operator.session(), device));
    }
}
