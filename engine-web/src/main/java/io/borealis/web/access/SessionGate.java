package io.borealis.web.access;

import io.borealis.engine.EngineStart;
import io.borealis.engine.access.Duty;
import io.borealis.engine.access.Role;
import io.borealis.engine.access.SessionCheck;
import io.borealis.web.Problem;
import io.borealis.web.StatusProblems;
import jakarta.annotation.Priority;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Binds every request of an operator to his live session, before his role is asked and before anything of the request's
 * body is read: the one place for all resource methods. The server has verified the token; only a session can end before
 * it does. Tokens of agents have no session, and methods that are open to all ask for none.
 */
@Provider
@ApplicationScoped
@Priority(Priorities.AUTHENTICATION)
@SuppressWarnings("NullAway.Init") // the server injects the fields before a request comes
public class SessionGate implements ContainerRequestFilter {

    @Inject
    JsonWebToken token;

    @Inject
    EngineStart engine;

    @Context
    ResourceInfo resource;

    @Override
    public void filter(ContainerRequestContext request) {
        if (resource.getResourceMethod().isAnnotationPresent(PermitAll.class)
                || token.getGroups() == null
                || token.getGroups().contains(Role.AGENT.group())) {
            return;
        }
        Optional<String> id = SessionClaim.of(token);
        if (id.isEmpty()) {
            refuse(request, StatusProblems.of(Response.Status.UNAUTHORIZED.getStatusCode()));
            return;
        }
        SessionCheck check = engine.operatorSessions().use(id.get());
        if (check instanceof SessionCheck.Over over) {
            refuse(request, SessionProblems.over(over));
        } else if (check instanceof SessionCheck.Obliged obliged && !isOpenWith(obliged.duty())) {
            request.abortWith(SessionProblems.obliged(obliged.duty()).toResponse());
        }
    }

    private boolean isOpenWith(Duty duty) {
        EvenWith open = resource.getResourceMethod().getAnnotation(EvenWith.class);
        return open != null && List.of(open.value()).contains(duty);
    }

    private static void refuse(ContainerRequestContext request, Problem problem) {
        request.abortWith(problem.builder()
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"")
                .build());
    }
}
