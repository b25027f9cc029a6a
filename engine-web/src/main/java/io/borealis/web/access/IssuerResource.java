package io.borealis.web.access;

import io.borealis.engine.access.issuer.IssuerResult;
import io.borealis.engine.access.issuer.IssuerSignIns;
import io.borealis.engine.access.issuer.LogoutResult;
import io.borealis.web.ClientAddress;
import io.borealis.web.MalformedRequestException;
import io.borealis.web.Parameters;
import io.borealis.web.Problem;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Signing in at the company's identity provider: the way there, the way back, and its word that somebody signed out. */
@RequestScoped
@Path("/auth/oidc")
@SuppressWarnings("NullAway.Init") // the server injects the fields before a request comes
public class IssuerResource {

    /** Binds a sign-in that went away to the browser that began it; comes back with a redirect from elsewhere. */
    static final String PENDING = "__Host-borealis-oidc";

    private static final String LOGOUT_TOKEN = "logout_token";
    private static final int LONGEST_STATE = 256;
    private static final int LONGEST_CODE = 4096;

    // A cookie that no other site may send is not sent after a redirect from one: this page asks by itself
    /** Leads from the callback to the console, by whatever path this browser came. */
    private static final String HOME =
            "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Borealis</title>"
                    + "<meta http-equiv=\"refresh\" content=\"0;url=../../../\"></head><body><p>Signed in. <a href=\"../../../\">Go on</a></p>"
                    + "</body></html>";

    @Inject
    IssuerSignIns signIns;

    @Inject
    ClientAddress client;

    @GET
    @Path("/start")
    @PermitAll
    @Produces({MediaType.TEXT_HTML, Problem.MEDIA_TYPE})
    @Operation(
            summary = "Send this browser to the company's identity provider",
            description = "anew=true: whoever sits there proves himself there again, as before what is dangerous.")
    @APIResponse(responseCode = "303", description = "to the identity provider")
    @APIResponse(responseCode = "404", description = "issuer_not_configured")
    @APIResponse(responseCode = "503", description = "issuer_unreachable")
    public Response start(@QueryParam("anew") @Nullable String anew) {
        IssuerResult result = signIns.start(client.get(), Parameters.flag("anew", anew));
        if (result instanceof IssuerResult.Away away) {
            return Response.seeOther(away.to())
                    .cookie(pending(away.browser(), away.seconds()))
                    .build();
        }
        return IssuerProblems.refused(result);
    }

    @GET
    @Path("/callback")
    @PermitAll
    @Produces({MediaType.TEXT_HTML, Problem.MEDIA_TYPE})
    @Operation(summary = "Where the identity provider sends the browser back to: a session begins, as its cookie")
    @APIResponse(
            responseCode = "200",
            description = "signed in; the page goes on to the Engine's own",
            content = @Content(mediaType = MediaType.TEXT_HTML, schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(
            responseCode = "403",
            description =
                    "account_disabled, issuer_refused, issuer_second_factor_required, issuer_session_ended, no_role,"
                            + " sign_in_not_pending")
    @APIResponse(responseCode = "404", description = "issuer_not_configured")
    @APIResponse(responseCode = "503", description = "issuer_unreachable")
    public Response callback(
            @QueryParam("state") @Nullable String state,
            @QueryParam("code") @Nullable String code,
            @QueryParam("iss") @Nullable String issuer,
            @HeaderParam(HttpHeaders.USER_AGENT) @Nullable String userAgent,
            @CookieParam(PENDING) @Nullable String browser) {
        IssuerResult result = signIns.finish(
                required("state", state, LONGEST_STATE),
                Optional.ofNullable(code).map(text -> required("code", text, LONGEST_CODE)),
                Optional.ofNullable(issuer),
                Optional.ofNullable(browser),
                client.get(),
                Optional.ofNullable(userAgent));
        if (result instanceof IssuerResult.Granted granted) {
            return Response.ok(HOME, MediaType.TEXT_HTML_TYPE)
                    .cookie(SessionCookie.of(granted.accessToken(), granted.expiresIn()), pending("", 0))
                    .build();
        }
        return IssuerProblems.refused(result);
    }

    @POST
    @Path("/backchannel-logout")
    @PermitAll
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(
            summary = "The identity provider says that somebody was signed out there",
            description = "OpenID Connect Back-Channel Logout: his sessions here end at once.")
    @APIResponse(responseCode = "204", description = "what ended there is over here")
    @APIResponse(responseCode = "400", description = "logout_token_refused")
    @APIResponse(responseCode = "404", description = "issuer_not_configured")
    @APIResponse(responseCode = "503", description = "issuer_unreachable")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_FORM_URLENCODED,
                            schema = @Schema(implementation = LogoutForm.class)))
    public Response loggedOut(@Nullable String form) {
        LogoutResult result = signIns.loggedOut(tokenIn(form == null ? "" : form), client.get());
        return result instanceof LogoutResult.Done ? Response.noContent().build() : IssuerProblems.refused(result);
    }

    /** @param logoutToken signed by the identity provider */
    public record LogoutForm(String logoutToken) {}

    // Read here: what is no form must be refused like any other bad body
    static String tokenIn(String form) {
        for (String pair : form.split("&", -1)) {
            if (pair.startsWith(LOGOUT_TOKEN + "=") && pair.length() > LOGOUT_TOKEN.length() + 1) {
                try {
                    return URLDecoder.decode(pair.substring(LOGOUT_TOKEN.length() + 1), StandardCharsets.UTF_8);
                } catch (IllegalArgumentException malformed) {
                    throw new MalformedRequestException(
                            "bad_value", LOGOUT_TOKEN, LOGOUT_TOKEN + " is percent-encoded UTF-8 in a form");
                }
            }
        }
        throw new MalformedRequestException(
                "missing_field", LOGOUT_TOKEN, "the form field " + LOGOUT_TOKEN + " is required");
    }

    private static String required(String name, @Nullable String text, int longest) {
        if (text == null || text.isBlank()) {
            throw new MalformedRequestException("missing_field", name, "the parameter " + name + " is required");
        }
        if (text.length() > longest) {
            throw new MalformedRequestException("bad_value", name, name + " has at most " + longest + " characters");
        }
        return text;
    }

    private static NewCookie pending(String value, int seconds) {
        return new NewCookie.Builder(PENDING)
                .value(value)
                .path("/")
                .maxAge(seconds)
                .secure(true)
                .httpOnly(true)
                .sameSite(NewCookie.SameSite.LAX)
                .build();
    }
}
