package io.borealis.web.device;

import io.borealis.engine.device.SiteApprovals;
import io.borealis.engine.device.SiteView;
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

/** Whether the devices of a site are to be asked for, and who approves. */
@RequestScoped
@Path("/sites/{site_id}/approval")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@Consumes(MediaType.APPLICATION_JSON)
public class SiteApprovalResource {

    @Inject
    SiteApprovals approvals;

    @Inject
    CurrentOperator operator;

    /**
     * Body of a change.
     *
     * @param required whether operators connect only with access that somebody approved
     * @param operatorsApprove whether operators who reach a device may approve access to it, beside administrators
     */
    public record NewApproval(Boolean required, Boolean operatorsApprove, Optional<String> reason) {

        public NewApproval {
            reason = Parameters.reason(reason);
        }
    }

    @PUT
    @RolesAllowed(Roles.ADMIN)
    @Operation(
            summary = "Say whether the devices of the site are asked for first, and whether operators may approve",
            description = "Where that is demanded anew, operators without approved access lose their shares of its"
                    + " tunnels at once. Administrators connect without.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = SiteView.class)))
    @APIResponse(responseCode = "403", description = "step_up_required")
    @APIResponse(responseCode = "404", description = "unknown_site")
    public Response set(@PathParam("site_id") String siteId, NewApproval wanted) {
        UUID site = Parameters.siteId(siteId);
        return SiteProblems.answer(
                approvals.set(operator.session(), site, wanted.required(), wanted.operatorsApprove(), wanted.reason()),
                Response.Status.OK);
    }
}
