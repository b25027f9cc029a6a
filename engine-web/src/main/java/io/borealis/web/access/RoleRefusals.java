package io.borealis.web.access;

import io.borealis.engine.EngineStart;
import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.web.ClientAddress;
import io.borealis.web.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Writes down that somebody who is signed in asked for what his role does not allow: the one place for all resource methods.
 * The answer stays as it is. What else is refused with 403 has an event of its own, or is a step that is asked for.
 */
@Provider
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // the server injects the fields before a request comes
public class RoleRefusals implements ContainerResponseFilter {

    private static final String CODE = "forbidden";
    private static final int LONGEST_PATH = 200;

    @Inject
    JsonWebToken token;

    @Inject
    ClientAddress client;

    @Inject
    EngineStart engine;

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() == Response.Status.FORBIDDEN.getStatusCode()
                && response.getEntity() instanceof Problem refused
                && refused.code().equals(CODE)) {
            CurrentOperator.of(token, client.get())
                    .ifPresent(who -> engine.whenServing(parts -> parts.activity()
                            .writeOrLater(ActivityEntry.of(ActivityEvent.ROLE_REFUSED)
                                    .by(who.username(), who.remoteAddress())
                                    .because(request.getMethod() + " " + path(request)))));
        }
    }

    /** As it was sent, percent-encoded; a query may hold anything and is left out. */
    private static String path(ContainerRequestContext request) {
        String path = request.getUriInfo().getRequestUri().getRawPath();
        return path.length() <= LONGEST_PATH ? path : path.substring(0, LONGEST_PATH) + "…";
    }
}
