package io.borealis.web.access;

import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.access.Role;
import io.borealis.web.ClientAddress;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.NotAuthorizedException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** The operator session behind the request, as its verified access token states it; that it lives, {@link SessionGate} saw. */
@RequestScoped
public class CurrentOperator {

    @Inject
    JsonWebToken token;

    @Inject
    ClientAddress client;

    /** @throws NotAuthorizedException when the token is not one of an operator's login */
    public OperatorSession session() {
        return of(token, client.get()).orElseThrow(() -> new NotAuthorizedException("Bearer"));
    }

    /** The operator session that a verified token states; empty when it is not one of an operator's login. */
    public static Optional<OperatorSession> of(JsonWebToken token, String remoteAddress) {
        return Optional.ofNullable(token.getName()).flatMap(username -> SessionClaim.of(token)
                .map(sessionId -> new OperatorSession(sessionId, username, rolesOf(token), remoteAddress)));
    }

    private static Set<Role> rolesOf(JsonWebToken token) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String group : token.getGroups()) {
            Role.ofGroup(group).ifPresent(roles::add);
        }
        return roles;
    }
}
