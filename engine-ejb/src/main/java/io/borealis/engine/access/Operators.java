package io.borealis.engine.access;

/** The local accounts of operators. Thread-safe. */
public final class Operators {
    /** Checks the password; slow on purpose, limited in rate by name and by address, written down either way. */
    public LoginResult login(String username, String password, String remoteAddress) {
        throw new UnsupportedOperationException();
    }
}
