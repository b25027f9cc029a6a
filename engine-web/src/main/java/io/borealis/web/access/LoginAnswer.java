package io.borealis.web.access;

import java.util.List;
import java.util.Optional;

/**
 * Answer to a login. A credential: {@link #toString} is redacted.
 *
 * @param expiresIn seconds
 * @param must what must be done with the token before anything else may be
 */
public record LoginAnswer(String accessToken, int expiresIn, List<String> roles, Optional<String> must) {

    public LoginAnswer {
        roles = List.copyOf(roles);
    }

    @Override
    public String toString() {
        return "LoginAnswer[redacted]";
    }
}
