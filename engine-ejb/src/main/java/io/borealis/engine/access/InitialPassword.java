package io.borealis.engine.access;

import io.borealis.network.keys.ProtectedFiles;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file with the password of the administrator that the Engine made when there was none; gone once it was replaced. */
public final class InitialPassword {
    /** Whose password it is. */
    static final String USERNAME = "admin";

    private static final Logger LOG = System.getLogger(InitialPassword.class.getName());

    private final Path file;
    private final Passwords passwords;

    public InitialPassword(Path file, Passwords passwords) {
        this.file = file;
        this.passwords = passwords;
    }

    /** A new one, written to the file. */
    String make() throws IOException {
        String password = passwords.random();
        Files.deleteIfExists(file);
        ProtectedFiles.folder(file.resolveSibling(""));
        ProtectedFiles.create(file, (password + "\n").getBytes(StandardCharsets.US_ASCII));
        return password;
    }

    /** The account has another password now: a file that tells an old one is of no use to anybody honest. */
    void replaced(String username) {
        if (!username.equals(USERNAME)) {
            return;
        }
        try {
            if (Files.deleteIfExists(file)) {
                LOG.log(Level.INFO, "the initial password was replaced, and its file is deleted: {0}", file);
            }
        } catch (IOException kept) {
            LOG.log(
                    Level.WARNING,
                    "the initial password was replaced, but its file is still there, delete it: {0}",
                    kept.toString());
        }
    }
}
