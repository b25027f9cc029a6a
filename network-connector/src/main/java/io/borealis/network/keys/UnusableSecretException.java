package io.borealis.network.keys;

import java.io.IOException;
import java.nio.file.Path;

/** A kept secret cannot be opened: the owner of the secret names the cure, and never makes a new one silently. */
public final class UnusableSecretException extends IOException {

    private static final long serialVersionUID = 1L;

    public UnusableSecretException(Path file, String why) {
        super(file + " " + why);
    }
}
