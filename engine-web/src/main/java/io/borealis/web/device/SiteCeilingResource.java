package io.borealis.web.device;

import io.borealis.engine.access.PortAccess;
import io.borealis.engine.device.SiteCeilings;
import io.borealis.engine.device.SiteView;
import io.borealis.protocol.access.PortRule;
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
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** What may be allowed on the devices of a site at most. */
@RequestScoped
@Path("/sites/{site_id}/ports")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@Consumes(MediaType.APPLICATION_JSON)
public class SiteCeilingResource {

    @Inject
    SiteCeilings ceilings;

    @Inject
    CurrentOperator operator;

    /** Body of a change: the whole ceiling. */
    public record NewCeiling(List<PortRule> ports, Optional<String> reason) {

        public NewCeiling {
            if (ports.contains(null)) {
                throw new MalformedRequestException("bad_value", "ports", "a port rule cannot be null");
            }
            if (ports.size() > PortAccess.MOST_RULES) {
                throw new MalformedRequestException(
                        "too_many_ports", "ports", "a ceiling has at most " + PortAccess.MOST_RULES + " port rules");
            }
            reason = Parameters.reason(reason);
        }
    }

    @PUT
    @RolesAllowed(Roles.ADMIN)
    @Operation(
            summary = "Allow at most these ports on the devices of the site; live tunnels obey at once",
            description = "An empty list leaves the terminal alone. What was set on a device beyond it is not open, and"
                    + " stays written for the day on which the ceiling is higher.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = SiteView.class)))
    @APIResponse(responseCode = "400", description = "too_many_ports")
    @APIResponse(responseCode = "403", description = "step_up_required")
    @APIResponse(responseCode = "404", description = "unknown_site")
    public Response set(@PathParam("site_id") String siteId, NewCeiling wanted) {
        return answer(siteId, Optional.of(wanted.ports()), wanted.reason());
    }

    @DELETE
    @RolesAllowed(Roles.ADMIN)
    @Operation(summary = "Let any port be allowed on the devices of the site again")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = SiteView.class)))
    @APIResponse(responseCode = "403", description = "step_up_required")
    @APIResponse(responseCode = "404", description = "unknown_site")
    public Response clear(@PathParam("site_id") String siteId, @QueryParam("reason") @Nullable String reason) {
        return answer(siteId, Optional.empty(), Parameters.reason(Optional.ofNullable(reason)));
    }

    private Response answer(String siteId, Optional<List<PortRule>> wanted, Optional<String> reason) {
        UUID site = Parameters.siteId(siteId);
        return SiteProblems.answer(ceilings.set(operator.session(), site, wanted, reason), Response.Status.OK);
    }
}
