package io.borealis.web.access;

import io.borealis.engine.access.issuer.IssuerSignIns;
import io.borealis.web.Problem;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Which ways of signing in there are, for whoever wants to. */
@RequestScoped
@Path("/auth/ways")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@SuppressWarnings("NullAway.Init") // the server injects the field before a request comes
public class WaysResource {

    @Inject
    IssuerSignIns signIns;

    /**
     * One way.
     *
     * @param address where it begins
     * @param reason why it is not open: unreachable, not_configured
     */
    public record Way(boolean open, String address, Optional<String> reason) {}

    /** @param issuer the company's identity provider */
    public record Ways(Way password, Way issuer) {}

    @GET
    @PermitAll
    @Operation(summary = "Which ways of signing in are open, and why one is not")
    public Ways ways() {
        IssuerSignIns.Way issuer = signIns.way();
        boolean open = issuer == IssuerSignIns.Way.OPEN;
        return new Ways(
                new Way(true, "/api/auth/login", Optional.empty()),
                new Way(
                        open,
                        "/api/auth/oidc/start",
                        open ? Optional.empty() : Optional.of(issuer.name().toLowerCase(Locale.ROOT))));
    }
}
