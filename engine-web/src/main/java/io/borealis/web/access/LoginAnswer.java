package io.borealis.web.access;

import java.util.List;

/** Answer to a login. {@code expiresIn} is in seconds. A credential: {@link #toString} is redacted. */
public record LoginAnswer(String accessToken, int expiresIn, List<String> roles) {

    public LoginAnswer {
        roles = List.copyOf(roles);
    }

    @Override
    public String toString() {
        return "LoginAnswer[redacted]";
    }
}
