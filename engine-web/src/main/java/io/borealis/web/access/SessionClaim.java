package io.borealis.web.access;

import io.borealis.engine.token.AccessTokens;
import jakarta.json.JsonString;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** The session that a verified access token names. */
final class SessionClaim {

    private SessionClaim() {}

    /** Empty for a token that is not one of an operator's login. */
    static Optional<String> of(JsonWebToken token) {
        Object claim = token.getClaim(AccessTokens.SESSION_CLAIM);
        // Claims that MicroProfile JWT does not know come as JSON values; their text form has quotes
        return Optional.ofNullable(claim)
                .map(value -> value instanceof JsonString json ? json.getString() : value.toString());
    }
}
