package io.borealis.web.access;

import io.borealis.web.MalformedRequestException;
import io.borealis.web.Parameters;

/** Body of a login. A secret: {@link #toString} is redacted. */
public record LoginRequest(String username, String password) {

    private static final int LONGEST_NAME = 128;
    private static final int LONGEST_PASSWORD = 1024;

    public LoginRequest {
        bounded("username", username, LONGEST_NAME);
        Parameters.requireName("username", username);
        bounded("password", password, LONGEST_PASSWORD);
    }

    private static void bounded(String field, String text, int longest) {
        if (text.isEmpty() || text.length() > longest) {
            throw new MalformedRequestException("bad_value", field, field + " has 1 to " + longest + " characters");
        }
    }

    @Override
    public String toString() {
        return "LoginRequest[redacted]";
    }
}
