package io.borealis.web.access;

import io.borealis.engine.access.LoginResult;
import io.borealis.engine.access.Operators;
import io.borealis.engine.access.Role;
import io.borealis.web.Problem;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Where people log in. */
@RequestScoped
@Path("/auth")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@Consumes(MediaType.APPLICATION_JSON)
public class AuthResource {

    @Inject
    Operators operators;

    @Inject
    HttpServletRequest request;

    @POST
    @Path("/login")
    @PermitAll
    @Operation(summary = "Exchange name and password for an access token")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = LoginAnswer.class)))
    @APIResponse(responseCode = "401", description = "Unknown, wrong, disabled or too often")
    public Response login(LoginRequest login) {
        LoginResult result = operators.login(login.username(), login.password(), request.getRemoteAddr());
        if (result instanceof LoginResult.Granted granted) {
            List<String> roles =
                    granted.roles().stream().map(Role::group).sorted().toList();
            return Response.ok(new LoginAnswer(granted.accessToken(), granted.expiresIn(), roles))
                    .build();
        }
        return Problem.of(
                        Response.Status.UNAUTHORIZED,
                        "login_refused",
                        "name or password is wrong, or there were too many attempts; wait a moment and try again")
                .toResponse();
    }
}
