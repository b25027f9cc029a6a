package io.borealis.web.access;

import io.borealis.engine.access.Duty;
import io.borealis.engine.access.KnownDevices;
import io.borealis.engine.access.LoginResult;
import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.access.OperatorSessions;
import io.borealis.engine.access.Operators;
import io.borealis.engine.access.Role;
import io.borealis.engine.access.SecondFactors;
import io.borealis.engine.access.issuer.IssuerSignIns;
import io.borealis.web.ClientAddress;
import io.borealis.web.Problem;
import io.borealis.web.Roles;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Where people sign in and out. */
@RequestScoped
@Path("/auth")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@Consumes(MediaType.APPLICATION_JSON)
public class AuthResource {

    /** Tells a browser in which somebody logged in before; no credential. */
    static final String KNOWN_DEVICE = "__Host-borealis-device";

    @Inject
    Operators operators;

    @Inject
    OperatorSessions sessions;

    @Inject
    SecondFactors factors;

    @Inject
    IssuerSignIns issuer;

    @Inject
    CurrentOperator operator;

    @Inject
    ClientAddress client;

    @POST
    @Path("/login")
    @PermitAll
    @Operation(
            summary = "Exchange name and password for an access token",
            description =
                    "A page of the Engine sends the header X-Borealis-Console: it gets the token as the cookie __Host-borealis"
                            + " and not in the body. While the answer says that something must be done, the token is good for that and for signing"
                            + " out, and for nothing else: must=change_password, with PUT /api/account/password;"
                            + " must=set_second_factor, with POST /api/account/second-factor.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = LoginAnswer.class)))
    @APIResponse(responseCode = "401", description = "login_refused, second_factor_refused, second_factor_required")
    public Response login(
            LoginRequest login,
            @HeaderParam(HttpHeaders.USER_AGENT) @Nullable String userAgent,
            @HeaderParam(SessionCookie.CONSOLE_HEADER) @Nullable String console,
            @CookieParam(KNOWN_DEVICE) @Nullable String deviceMark) {
        LoginResult result = operators.login(
                login.username(),
                login.password(),
                login.code(),
                client.get(),
                Optional.ofNullable(userAgent),
                Optional.ofNullable(deviceMark));
        if (result instanceof LoginResult.Granted granted) {
            return granted(granted, console != null);
        }
        if (result instanceof LoginResult.TooMany many) {
            int seconds = many.retryAfterSeconds();
            return AccountProblems.later(
                    Problem.tooMany(
                            "too_many_requests",
                            "too many logins for this name from your address; try again in " + seconds + " seconds"),
                    seconds);
        }
        if (result instanceof LoginResult.Busy busy) {
            return AccountProblems.busy(busy.retryAfterSeconds());
        }
        if (result instanceof LoginResult.CodeRequired) {
            return Problem.of(
                            Response.Status.UNAUTHORIZED,
                            "second_factor_required",
                            "this account has a second factor; sign in again with a code of it as well")
                    .toResponse();
        }
        if (result instanceof LoginResult.CodeRefused) {
            return Problem.of(
                            Response.Status.UNAUTHORIZED,
                            "second_factor_refused",
                            "the code is wrong, too old or used; take the next one of your device, or a recovery code")
                    .toResponse();
        }
        return Problem.of(Response.Status.UNAUTHORIZED, "login_refused", "name or password is wrong")
                .toResponse();
    }

    private static Response granted(LoginResult.Granted granted, boolean console) {
        List<String> roles = granted.roles().stream().map(Role::group).sorted().toList();
        Response.ResponseBuilder answer = Response.ok(new LoginAnswer(
                        console ? Optional.empty() : Optional.of(granted.accessToken()),
                        granted.expiresIn(),
                        roles,
                        granted.duty().map(Duty::wireName)))
                .cookie(knownDevice(granted.deviceMark()));
        if (console) {
            answer.cookie(SessionCookie.of(granted.accessToken(), granted.expiresIn()));
        }
        return answer.build();
    }

    @POST
    @Path("/logout")
    @EvenWith({Duty.CHANGE_PASSWORD, Duty.SET_SECOND_FACTOR})
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN, Roles.AUDITOR})
    @Operation(summary = "End this session and all that hangs on it: its tunnels, terminals and tickets")
    @APIResponse(
            responseCode = "200",
            description = "signed out here; the browser ends its session at the identity provider at this address",
            content = @Content(schema = @Schema(implementation = LogoutAnswer.class)))
    @APIResponse(responseCode = "204", description = "signed out; the access token is good for nothing any more")
    public Response logout() {
        OperatorSession session = operator.session();
        Optional<URI> there = issuer.logoutOf(session);
        sessions.signOut(session);
        return there.map(address -> Response.ok(new LogoutAnswer(address.toString())))
                .orElseGet(Response::noContent)
                .cookie(SessionCookie.cleared())
                .build();
    }

    /** @param issuerLogout where the browser goes next */
    public record LogoutAnswer(String issuerLogout) {}

    @POST
    @Path("/step-up")
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN, Roles.AUDITOR})
    @Operation(summary = "Prove my second factor in this session: for five minutes what is dangerous may be done")
    @APIResponse(responseCode = "204", description = "proved")
    @APIResponse(responseCode = "403", description = "wrong_code")
    @APIResponse(responseCode = "404", description = "unknown_account")
    @APIResponse(responseCode = "409", description = "no_second_factor")
    public Response stepUp(SecondFactorResource.Code told) {
        return SecondFactorResource.doneOr(factors.stepUp(operator.session(), told.code()));
    }

    private static NewCookie knownDevice(String mark) {
        return new NewCookie.Builder(KNOWN_DEVICE)
                .value(mark)
                .path("/")
                .maxAge((int) KnownDevices.LIFE.toSeconds())
                .secure(true)
                .httpOnly(true)
                .sameSite(NewCookie.SameSite.STRICT)
                .build();
    }
}
