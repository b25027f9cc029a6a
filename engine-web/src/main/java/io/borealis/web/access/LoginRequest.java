package io.borealis.web.access;

import io.borealis.web.MalformedRequestException;
import io.borealis.web.Parameters;
import java.util.Optional;

/**
 * Body of a login. A secret: {@link #toString} is redacted.
 *
 * @param code of the second factor, or a recovery code; for accounts that have one
 */
public record LoginRequest(String username, String password, Optional<String> code) {

    private static final int LONGEST_NAME = 128;
    private static final int LONGEST_PASSWORD = 1024;

    public LoginRequest {
        bounded("username", username, LONGEST_NAME);
        Parameters.requireName("username", username);
        bounded("password", password, LONGEST_PASSWORD);
        code.ifPresent(text -> bounded("code", text, SecondFactorResource.LONGEST_CODE));
    }

    static void bounded(String field, String text, int longest) {
        if (text.isEmpty() || text.length() > longest) {
            throw new MalformedRequestException("bad_value", field, field + " has 1 to " + longest + " characters");
        }
    }

    @Override
    public String toString() {
        return "LoginRequest[redacted]";
    }
}
