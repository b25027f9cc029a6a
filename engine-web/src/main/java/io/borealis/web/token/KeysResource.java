package io.borealis.web.token;

import io.borealis.engine.Page;
import io.borealis.engine.token.rotation.KeyName;
import io.borealis.engine.token.rotation.KeyRotation;
import io.borealis.engine.token.rotation.KeyView;
import io.borealis.engine.token.rotation.RotationResult;
import io.borealis.engine.token.rotation.WaitingDevice;
import io.borealis.web.MalformedRequestException;
import io.borealis.web.PageLink;
import io.borealis.web.Parameters;
import io.borealis.web.Problem;
import io.borealis.web.Roles;
import io.borealis.web.access.CurrentOperator;
import io.borealis.web.access.StepUp;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** The Engine's keys: how they stand, and their rotation. */
@RequestScoped
@Path("/keys")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
public class KeysResource {

    @Inject
    KeyRotation rotation;

    @Inject
    CurrentOperator operator;

    @Inject
    StepUp stepUp;

    @GET
    @RolesAllowed(Roles.ADMIN)
    @Operation(
            summary = "The keys that can be rotated by name, page by page",
            description =
                    "At most limit of them (1 to 500, else 100), after the name given. Of a key only its id is told.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = KeyView.class)),
            headers =
                    @Header(
                            name = HttpHeaders.LINK,
                            description = "The next page, with rel=next, while there is one",
                            schema = @Schema(type = SchemaType.STRING)))
    public Response list(@QueryParam("after") @Nullable String after, @QueryParam("limit") @Nullable String limit) {
        int most = Parameters.limit(limit);
        Optional<KeyName> last = Optional.ofNullable(after).map(text -> KeyName.parse(text)
                .orElseThrow(
                        () -> new MalformedRequestException("bad_value", "after", "after must be the name of a key")));
        Page<KeyView> page = rotation.page(last, most);
        return PageLink.answer(page, key -> key.name().wireName(), most, Map.of());
    }

    @GET
    @Path("/{key_name}")
    @RolesAllowed(Roles.ADMIN)
    @Operation(summary = "How a key stands, and what happens to it next")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = KeyView.class)))
    @APIResponse(responseCode = "404", description = "unknown_key")
    public Response find(@PathParam("key_name") String name) {
        return known(name, key -> Response.ok(rotation.view(key)).build());
    }

    @POST
    @Path("/{key_name}/rotate")
    @RolesAllowed(Roles.ADMIN)
    @Operation(
            summary = "Bring a new key into use",
            description = "The key before stays good until overlap_ends; GET says how it stands meanwhile.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = KeyView.class)))
    @APIResponse(responseCode = "403", description = "step_up_required")
    @APIResponse(responseCode = "404", description = "unknown_key")
    @APIResponse(responseCode = "409", description = "overlap_lasts")
    @APIResponse(responseCode = "503", description = "key_not_written")
    public Response rotate(@PathParam("key_name") String name) {
        return known(name, key -> stepUp.before(() -> answer(rotation.rotate(operator.session(), key))));
    }

    @DELETE
    @Path("/{key_name}/previous")
    @RolesAllowed(Roles.ADMIN)
    @Operation(
            summary = "End the overlap now",
            description = "For a key that somebody else may have: what rests on the key before ends at once.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = KeyView.class)))
    @APIResponse(responseCode = "403", description = "step_up_required")
    @APIResponse(responseCode = "404", description = "unknown_key")
    @APIResponse(responseCode = "409", description = "no_overlap")
    @APIResponse(responseCode = "503", description = "key_not_written")
    public Response endOverlap(@PathParam("key_name") String name) {
        return known(name, key -> stepUp.before(() -> answer(rotation.endOverlap(operator.session(), key))));
    }

    @GET
    @Path("/orchestration-token/waiting")
    @RolesAllowed(Roles.ADMIN)
    @Operation(
            summary =
                    "The devices that did not confirm yet what the Engine states about its keys, by agent_id, page by page",
            description =
                    "At most limit of them (1 to 500, else 100), after the agent_id given; without removed devices.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = WaitingDevice.class)),
            headers =
                    @Header(
                            name = HttpHeaders.LINK,
                            description = "The next page, with rel=next, while there is one",
                            schema = @Schema(type = SchemaType.STRING)))
    public Response waiting(@QueryParam("after") @Nullable String after, @QueryParam("limit") @Nullable String limit) {
        int most = Parameters.limit(limit);
        Page<WaitingDevice> page = rotation.progress().waiting(Parameters.afterDevice(after), most);
        return PageLink.answer(page, WaitingDevice::agentId, most, Map.of());
    }

    private static Response known(String name, Function<KeyName, Response> answer) {
        return KeyName.parse(name).map(answer).orElseGet(() -> Problem.notFound(
                        "unknown_key", "no key is called so; GET /api/keys lists them")
                .toResponse());
    }

    private static Response answer(RotationResult result) {
        if (result instanceof RotationResult.Done done) {
            return Response.ok(done.key()).build();
        }
        if (result instanceof RotationResult.OverlapLasts lasts) {
            return Problem.conflict(
                            "overlap_lasts",
                            "this key was rotated, and the one before is good until "
                                    + lasts.key().overlapEnds().orElseThrow()
                                    + "; wait, or end that with DELETE /api/keys/{key_name}/previous")
                    .toResponse();
        }
        if (result instanceof RotationResult.NotWritten failed) {
            return Problem.of(Response.Status.SERVICE_UNAVAILABLE, "key_not_written", failed.detail())
                    .toResponse();
        }
        return Problem.conflict("no_overlap", "one key is good; there is none before it to end")
                .toResponse();
    }
}
