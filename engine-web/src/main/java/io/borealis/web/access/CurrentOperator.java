package io.borealis.web.access;

import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.access.Role;
import io.borealis.web.ClientAddress;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.NotAuthorizedException;
import java.util.EnumSet;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** The operator session behind the request, as its verified access token states it. */
@RequestScoped
public class CurrentOperator {

    @Inject
    JsonWebToken token;

    @Inject
    ClientAddress client;

    /** @throws NotAuthorizedException when the token is not one of an operator's login */
    public OperatorSession session() {
        Object sessionId = token.getClaim("sid");
        String username = token.getName();
        if (sessionId == null || username == null) {
            throw new NotAuthorizedException("Bearer");
        }
        return new OperatorSession(text(sessionId), username, roles(), client.get());
    }

    /** Claims that MicroProfile JWT does not know come as JSON values; their text form has quotes. */
    private static String text(Object claim) {
        return claim instanceof jakarta.json.JsonString json ? json.getString() : claim.toString();
    }

    private Set<Role> roles() {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String group : token.getGroups()) {
            Role.ofGroup(group).ifPresent(roles::add);
        }
        return roles;
    }
}
