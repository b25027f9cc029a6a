package io.borealis.engine.access.issuer;

import io.borealis.network.keys.ProtectedFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What the Engine proves itself by to the issuer. Shows itself to nobody but the request that needs it. Immutable. */
final class ClientSecret {
    private static final int LONGEST = 1024;

    private final String secret;

    private ClientSecret(String secret) {
        this.secret = secret;
    }

    /**
     * Reads the one line of the file.
     *
     * @throws IllegalStateException when there is none, or others than its owner could read it
     */
    static ClientSecret read(String property, Path file) {
        try {
            String text = new String(ProtectedFiles.read(file), StandardCharsets.UTF_8).strip();
            if (text.isEmpty() || text.length() > LONGEST || text.chars().anyMatch(c -> c < ' ')) {
                throw new IllegalStateException(
                        property + " names " + file + ", which is not one line of 1 to " + LONGEST + " characters");
            }
            return new ClientSecret(text);
        } catch (IOException unreadable) {
            throw new IllegalStateException(
                    property + " names a file that cannot be used: " + unreadable.getMessage(), unreadable);
        }
    }

    String reveal() {
        return secret;
    }

    @Override
    public String toString() {
        return "ClientSecret[redacted]";
    }
}
