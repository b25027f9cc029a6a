package io.borealis.web.access;

import java.util.List;
import java.util.Optional;

/**
 * Answer to a login. A credential: {@link #toString} is redacted.
 *
 * @param accessToken empty for a browser, which has it as a cookie
 * @param expiresIn seconds
 * @param must what must be done in the session before anything else may be
 */
public record LoginAnswer(Optional<String> accessToken, int expiresIn, List<String> roles, Optional<String> must) {

    public LoginAnswer {
        roles = List.copyOf(roles);
    }

    @Override
    public String toString() {
        return "LoginAnswer[redacted]";
    }
}
