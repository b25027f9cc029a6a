package io.borealis.web.access;

import io.borealis.engine.Page;
import io.borealis.engine.access.AccountResult;
import io.borealis.engine.access.AccountView;
import io.borealis.engine.access.Accounts;
import io.borealis.web.PageLink;
import io.borealis.web.Parameters;
import io.borealis.web.Problem;
import io.borealis.web.Roles;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** The local accounts, and what administrators settle about them. */
@RequestScoped
@Path("/accounts")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@Consumes(MediaType.APPLICATION_JSON)
public class AccountsResource {

    @Inject
    Accounts accounts;

    @Inject
    CurrentOperator operator;

    /** Body for a new account. */
    public record NewAccount(String username, List<String> roles) {

        public NewAccount {
            Parameters.requireName("username", username, AccountView.LONGEST_USERNAME);
            AccountProblems.roles(roles);
        }
    }

    /** Body: whether nobody may sign in to it. */
    public record NewState(Boolean disabled, Optional<String> reason) {

        public NewState {
            reason = Parameters.reason(reason);
        }
    }

    /** Body: the whole new list. */
    public record NewRoles(List<String> roles, Optional<String> reason) {

        public NewRoles {
            AccountProblems.roles(roles);
            reason = Parameters.reason(reason);
        }
    }

    /** Answer with a password that is shown this once. A credential: {@link #toString} is redacted. */
    public record PasswordAnswer(AccountView account, String temporaryPassword) {
        @Override
        public String toString() {
            return "PasswordAnswer[" + account + ", redacted]";
        }
    }

    @GET
    @RolesAllowed(Roles.ADMIN)
    @Operation(
            summary = "Accounts by username, page by page",
            description = "At most limit of them (1 to 500, else 100), after the username given.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = AccountView.class)),
            headers =
                    @Header(
                            name = HttpHeaders.LINK,
                            description = "The next page, with rel=next, while there is one",
                            schema = @Schema(type = SchemaType.STRING)))
    public Response list(@QueryParam("after") @Nullable String after, @QueryParam("limit") @Nullable String limit) {
        int most = Parameters.limit(limit);
        Optional<String> last = Optional.ofNullable(after);
        last.ifPresent(name -> Parameters.requireName("after", name, AccountView.LONGEST_USERNAME));
        Page<AccountView> page = accounts.page(last, most);
        return PageLink.answer(page, AccountView::username, most, Map.of());
    }

    @POST
    @RolesAllowed(Roles.ADMIN)
    @Operation(
            summary = "Make an account; its password is shown once",
            description = "The password is random, and whoever signs in with it must change it first.")
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = PasswordAnswer.class)))
    @APIResponse(responseCode = "403", description = "step_up_required")
    @APIResponse(responseCode = "409", description = "account_exists, too_many_accounts")
    public Response create(NewAccount wanted) {
        AccountResult result =
                accounts.create(operator.session(), wanted.username(), AccountProblems.roles(wanted.roles()));
        return answer(result, Response.Status.CREATED);
    }

    @GET
    @Path("/{username}")
    @RolesAllowed(Roles.ADMIN)
    @Operation(summary = "One account")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = AccountView.class)))
    @APIResponse(responseCode = "404", description = "unknown_account")
    public Response find(@PathParam("username") String username) {
        return accounts.find(named(username))
                .map(account -> Response.ok(account).build())
                .orElseGet(() -> AccountProblems.unknown().toResponse());
    }

    @PUT
    @Path("/{username}/state")
    @RolesAllowed(Roles.ADMIN)
    @Operation(
            summary = "Disable the account, or enable it again",
            description = "With an account that is disabled end its sessions and all that hangs on them.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = AccountView.class)))
    @APIResponse(responseCode = "403", description = "step_up_required")
    @APIResponse(responseCode = "404", description = "unknown_account")
    @APIResponse(responseCode = "409", description = "last_administrator")
    public Response state(@PathParam("username") String username, NewState wanted) {
        return answer(
                accounts.setDisabled(operator.session(), named(username), wanted.disabled(), wanted.reason()),
                Response.Status.OK);
    }

    @PUT
    @Path("/{username}/roles")
    @RolesAllowed(Roles.ADMIN)
    @Operation(
            summary = "Give the account these roles and no others",
            description =
                    "Where a role is taken end the account's sessions; a new one counts from the next sign-in on.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = AccountView.class)))
    @APIResponse(responseCode = "403", description = "step_up_required")
    @APIResponse(responseCode = "404", description = "unknown_account")
    @APIResponse(responseCode = "409", description = "account_of_issuer, last_administrator")
    public Response roles(@PathParam("username") String username, NewRoles wanted) {
        return answer(
                accounts.setRoles(
                        operator.session(), named(username), AccountProblems.roles(wanted.roles()), wanted.reason()),
                Response.Status.OK);
    }

    @POST
    @Path("/{username}/password-reset")
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed(Roles.ADMIN)
    @Operation(
            summary = "Give the account of somebody else a random password; it is shown once",
            description = "Its sessions end, and whoever signs in with the password must change it first.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = PasswordAnswer.class)))
    @APIResponse(responseCode = "403", description = "step_up_required")
    @APIResponse(responseCode = "404", description = "unknown_account")
    @APIResponse(responseCode = "409", description = "account_of_issuer, own_account")
    public Response resetPassword(
            @PathParam("username") String username, @QueryParam("reason") @Nullable String reason) {
        Optional<String> why = Parameters.reason(Optional.ofNullable(reason));
        return answer(accounts.resetPassword(operator.session(), named(username), why), Response.Status.OK);
    }

    @DELETE
    @Path("/{username}/second-factor")
    @RolesAllowed(Roles.ADMIN)
    @Operation(
            summary = "Take the second factor of somebody else, who lost it",
            description =
                    "His password stays. Where his role demands a second factor he sets up another at his next sign-in.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = AccountView.class)))
    @APIResponse(responseCode = "403", description = "step_up_required")
    @APIResponse(responseCode = "404", description = "unknown_account")
    @APIResponse(responseCode = "409", description = "own_account")
    public Response resetSecondFactor(
            @PathParam("username") String username, @QueryParam("reason") @Nullable String reason) {
        Optional<String> why = Parameters.reason(Optional.ofNullable(reason));
        return answer(accounts.resetSecondFactor(operator.session(), named(username), why), Response.Status.OK);
    }

    private static String named(String username) {
        Parameters.requireName("username", username, AccountView.LONGEST_USERNAME);
        return username;
    }

    private static Response answer(AccountResult result, Response.Status status) {
        if (result instanceof AccountResult.Done done) {
            Object body = done.temporaryPassword().isPresent()
                    ? new PasswordAnswer(
                            done.account(), done.temporaryPassword().get())
                    : done.account();
            return Response.status(status).entity(body).build();
        }
        return AccountProblems.refused(result).toResponse();
    }
}
