package io.borealis.web.device;

import io.borealis.engine.Page;
import io.borealis.engine.device.DeviceChange;
import io.borealis.engine.device.DeviceOrder;
import io.borealis.engine.device.DeviceStates;
import io.borealis.engine.device.DeviceView;
import io.borealis.engine.device.Devices;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.DeviceState;
import io.borealis.web.MalformedRequestException;
import io.borealis.web.PageLink;
import io.borealis.web.Parameters;
import io.borealis.web.Problem;
import io.borealis.web.Roles;
import io.borealis.web.access.CurrentOperator;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** The enrolled devices, and what administrators settle about them. */
@RequestScoped
@Path("/devices")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@Consumes(MediaType.APPLICATION_JSON)
public class DevicesResource {

    @Inject
    Devices devices;

    @Inject
    DeviceStates states;

    @Inject
    CurrentOperator operator;

    /** Body of a new name. */
    public record NewName(String name, Optional<String> reason) {

        public NewName {
            name = name.strip();
            Parameters.requireName("name", name, Devices.LONGEST_NAME);
            reason = Parameters.reason(reason);
        }
    }

    /** Body of a new state. */
    public record NewState(DeviceState state, Optional<String> reason) {

        public NewState {
            if (state == DeviceState.REMOVED) {
                throw new MalformedRequestException(
                        "bad_value", "state", "state is active, quarantined or disabled; DELETE removes a device");
            }
            reason = Parameters.reason(reason);
        }
    }

    /** Body of a readmission. */
    public record Readmission(Optional<String> reason) {

        public Readmission {
            reason = Parameters.reason(reason);
        }
    }

    @GET
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN, Roles.AUDITOR})
    @Operation(
            summary = "The devices within reach by agent_id or sorted, page by page",
            description =
                    "At most limit of them (1 to 500, else 100), after the agent_id given. Devices that were removed"
                            + " are listed with removed=true, and alone. With search those alone whose name, host name,"
                            + " system, site or tag has that text, in whatever case. With sort (name, state, tunnel, os,"
                            + " site, address or seen) all of them are in that order, asc or desc (order, else asc), and"
                            + " after has to be a device within reach.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = DeviceView.class)),
            headers =
                    @Header(
                            name = HttpHeaders.LINK,
                            description = "The next page, with rel=next, while there is one",
                            schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "400", description = "bad_value, too_many_to_sort")
    public Response list(
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("removed") @Nullable String removed,
            @QueryParam("search") @Nullable String search,
            @QueryParam("sort") @Nullable String sort,
            @QueryParam("order") @Nullable String order) {
        int most = Parameters.limit(limit);
        boolean gone = Parameters.flag("removed", removed);
        Optional<String> part = Parameters.search(search);
        Optional<DeviceId> last = Parameters.afterDevice(after);
        Optional<DeviceOrder> wanted = DeviceSorting.of(sort, order);
        Page<DeviceView> page = wanted.map(
                        by -> DeviceSorting.page(devices.sorted(operator.session(), by, last, gone, part, most)))
                .orElseGet(() -> devices.page(operator.session(), last, gone, Optional.empty(), part, most));
        Map<String, String> others =
                new HashMap<>(wanted.map(DeviceSorting::parameters).orElse(Map.of()));
        part.ifPresent(text -> others.put("search", PageLink.encoded(text)));
        if (gone) {
            others.put("removed", "true");
        }
        return PageLink.answer(page, DeviceView::agentId, most, others);
    }

    @GET
    @Path("/{agent_id}")
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN, Roles.AUDITOR})
    @Operation(summary = "One device, also one that was removed")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = DeviceView.class)))
    @APIResponse(responseCode = "404", description = "unknown_agent")
    public Response find(@PathParam("agent_id") String agentId) {
        return show(Parameters.agentId(agentId));
    }

    private Response show(DeviceId device) {
        return devices.find(operator.session(), device)
                .map(found -> Response.ok(found).build())
                .orElseGet(() -> DeviceProblems.unknown(device).toResponse());
    }

    @DELETE
    @Path("/{agent_id}")
    @RolesAllowed(Roles.ADMIN)
    @Operation(
            summary = "Remove the device: its tunnel and its channel end, its key and its address are nobody else's",
            description = "What it did stays written down. Only an administrator brings it back, by readmit.")
    @APIResponse(responseCode = "204", description = "the device is removed")
    @APIResponse(responseCode = "404", description = "unknown_agent")
    public Response remove(@PathParam("agent_id") String agentId, @QueryParam("reason") @Nullable String reason) {
        DeviceId device = Parameters.agentId(agentId);
        Optional<String> why = Parameters.reason(Optional.ofNullable(reason));
        DeviceChange change = states.set(operator.session(), device, DeviceState.REMOVED, why);
        return change == DeviceChange.DONE ? Response.noContent().build() : refused(change, device);
    }

    @PUT
    @Path("/{agent_id}/state")
    @RolesAllowed(Roles.ADMIN)
    @Operation(
            summary = "Make the device active, quarantined (channel, no tunnel) or disabled (neither)",
            description = "What it may not have any more ends within a second.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = DeviceView.class)))
    @APIResponse(responseCode = "404", description = "unknown_agent")
    @APIResponse(responseCode = "409", description = "device_removed")
    public Response state(@PathParam("agent_id") String agentId, NewState wanted) {
        DeviceId device = Parameters.agentId(agentId);
        return answer(states.set(operator.session(), device, wanted.state(), wanted.reason()), device);
    }

    @POST
    @Path("/{agent_id}/readmit")
    @RolesAllowed(Roles.ADMIN)
    @Operation(summary = "Take a removed device back as the one that it was; its key may enrol again")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = DeviceView.class)))
    @APIResponse(responseCode = "404", description = "unknown_agent")
    public Response readmit(@PathParam("agent_id") String agentId, Readmission wanted) {
        DeviceId device = Parameters.agentId(agentId);
        return answer(states.readmit(operator.session(), device, wanted.reason()), device);
    }

    @PUT
    @Path("/{agent_id}/name")
    @RolesAllowed(Roles.ADMIN)
    @Operation(summary = "Give the device a name for people; it keeps its host name")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = DeviceView.class)))
    @APIResponse(responseCode = "404", description = "unknown_agent")
    @APIResponse(responseCode = "409", description = "device_removed")
    public Response rename(@PathParam("agent_id") String agentId, NewName wanted) {
        DeviceId device = Parameters.agentId(agentId);
        return answer(devices.rename(operator.session(), device, Optional.of(wanted.name()), wanted.reason()), device);
    }

    @DELETE
    @Path("/{agent_id}/name")
    @RolesAllowed(Roles.ADMIN)
    @Operation(summary = "Take the name for people away: the host name alone counts again")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = DeviceView.class)))
    @APIResponse(responseCode = "404", description = "unknown_agent")
    @APIResponse(responseCode = "409", description = "device_removed")
    public Response unname(@PathParam("agent_id") String agentId, @QueryParam("reason") @Nullable String reason) {
        DeviceId device = Parameters.agentId(agentId);
        Optional<String> why = Parameters.reason(Optional.ofNullable(reason));
        return answer(devices.rename(operator.session(), device, Optional.empty(), why), device);
    }

    private Response answer(DeviceChange change, DeviceId device) {
        return DeviceProblems.answer(change, device, () -> devices.find(operator.session(), device));
    }

    private static Response refused(DeviceChange change, DeviceId device) {
        return DeviceProblems.refused(change, device).toResponse();
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
                : DeviceProblems.unknown(device).toResponse();
    }
}
