package io.borealis.web.access;

import io.borealis.engine.access.AccountView;
import io.borealis.engine.access.Accounts;
import io.borealis.engine.access.Duty;
import io.borealis.engine.access.OwnPassword;
import io.borealis.web.Problem;
import io.borealis.web.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** The account of whoever asks. */
@RequestScoped
@Path("/account")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@Consumes(MediaType.APPLICATION_JSON)
public class OwnAccountResource {

    @Inject
    Accounts accounts;

    @Inject
    OwnPassword password;

    @Inject
    CurrentOperator operator;

    /** Body of a change. A secret: {@link #toString} is redacted. */
    public record PasswordChange(String oldPassword, String newPassword) {
        @Override
        public String toString() {
            return "PasswordChange[redacted]";
        }
    }

    @GET
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN, Roles.AUDITOR})
    @Operation(summary = "My account")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = AccountView.class)))
    @APIResponse(responseCode = "404", description = "unknown_account")
    public Response own() {
        return accounts.find(operator.session().username())
                .map(account -> Response.ok(account).build())
                .orElseGet(() -> AccountProblems.unknown().toResponse());
    }

    @PUT
    @Path("/password")
    @EvenWith(Duty.CHANGE_PASSWORD)
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN, Roles.AUDITOR})
    @Operation(
            summary = "Change my password",
            description = "This session stays; all others of the account end, with all that hangs on them.")
    @APIResponse(responseCode = "204", description = "the new password counts")
    @APIResponse(responseCode = "400", description = "weak_password")
    @APIResponse(responseCode = "403", description = "wrong_password")
    @APIResponse(responseCode = "404", description = "unknown_account")
    public Response changePassword(PasswordChange wanted) {
        OwnPassword.Result result = password.change(operator.session(), wanted.oldPassword(), wanted.newPassword());
        if (result instanceof OwnPassword.Result.Done) {
            return Response.noContent().build();
        }
        if (result instanceof OwnPassword.Result.Weak weak) {
            return AccountProblems.weak(weak.fault()).toResponse();
        }
        return AccountProblems.notProved(result);
    }
}
