package io.borealis.web.access;

import io.borealis.engine.access.ScopeResult;
import io.borealis.engine.access.ScopeView;
import io.borealis.engine.access.Scopes;
import io.borealis.engine.access.WantedScope;
import io.borealis.web.MalformedRequestException;
import io.borealis.web.Parameters;
import io.borealis.web.Problem;
import io.borealis.web.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Which devices an account reaches. */
@RequestScoped
@Path("/accounts/{username}/scope")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@Consumes(MediaType.APPLICATION_JSON)
public class ScopeResource {

    @Inject
    Scopes scopes;

    @Inject
    CurrentOperator operator;

    /**
     * Body of a change: all that the account shall reach.
     *
     * @param allDevices everything; then sites and tags stay away
     */
    public record NewScope(
            Optional<Boolean> allDevices,
            Optional<List<UUID>> sites,
            Optional<List<String>> tags,
            Optional<String> reason) {

        public NewScope {
            if (allDevices.isEmpty() && sites.isEmpty() && tags.isEmpty()) {
                throw bad("all_devices", "say all_devices, or sites, or tags");
            }
            boolean some = sites.isPresent() || tags.isPresent();
            if (allDevices.isPresent() && allDevices.get() == some) {
                throw bad("all_devices", "all_devices is everything: it is true alone, and false with sites or tags");
            }
            sites.ifPresent(ids -> {
                if (ids.contains(null) || ids.size() > WantedScope.MOST_SITES) {
                    throw bad("sites", "sites are at most " + WantedScope.MOST_SITES + " ids of sites");
                }
            });
            tags = tags.map(texts -> List.copyOf(Parameters.tags(texts, WantedScope.MOST_TAGS)));
            reason = Parameters.reason(reason);
        }

        private static MalformedRequestException bad(String field, String why) {
            return new MalformedRequestException("bad_value", field, why);
        }

        WantedScope wanted() {
            return new WantedScope(
                    allDevices.orElse(false), Set.copyOf(sites.orElse(List.of())), Set.copyOf(tags.orElse(List.of())));
        }
    }

    @GET
    @RolesAllowed(Roles.ADMIN)
    @Operation(summary = "Which devices the account reaches")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ScopeView.class)))
    @APIResponse(responseCode = "404", description = "unknown_account")
    public Response scope(@PathParam("username") String username) {
        return scopes.find(username).map(scope -> Response.ok(scope).build()).orElseGet(() -> unknown()
                .toResponse());
    }

    @PUT
    @RolesAllowed(Roles.ADMIN)
    @Operation(
            summary = "Let the account reach all devices, or those of some sites and those with some tags",
            description = "What it does not reach any more is as if it did not exist for it, and its shares of tunnels"
                    + " there end at once. Administrators reach everything.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ScopeView.class)))
    @APIResponse(responseCode = "403", description = "step_up_required")
    @APIResponse(responseCode = "404", description = "unknown_account, unknown_site")
    @APIResponse(responseCode = "409", description = "account_is_administrator")
    public Response set(@PathParam("username") String username, NewScope wanted) {
        ScopeResult result = scopes.set(operator.session(), username, wanted.wanted(), wanted.reason());
        if (result instanceof ScopeResult.Done done) {
            return Response.ok(done.scope()).build();
        }
        if (result instanceof ScopeResult.UnknownSite none) {
            return Problem.notFound("unknown_site", "there is no site " + none.siteId() + "; GET /api/sites lists them")
                    .with("site_id", none.siteId())
                    .toResponse();
        }
        if (result instanceof ScopeResult.StepUpRequired) {
            return StepUp.required().toResponse();
        }
        if (result instanceof ScopeResult.Administrator) {
            return Problem.conflict(
                            "account_is_administrator",
                            "administrators reach everything; take the role from the account first")
                    .toResponse();
        }
        return unknown().toResponse();
    }

    private static Problem unknown() {
        return Problem.notFound("unknown_account", "there is no such account");
    }
}
