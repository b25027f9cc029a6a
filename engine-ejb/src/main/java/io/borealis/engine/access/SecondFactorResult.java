package io.borealis.engine.access;

import java.util.List;

/** What became of what an operator did with his own second factor. */
public sealed interface SecondFactorResult {
    /**
     * A secret for a device, shown this once; nothing asks for it before it is confirmed. A credential.
     *
     * @param secret Base32
     * @param uri the same as an authenticator application reads it
     */
    record Begun(String secret, String uri) implements SecondFactorResult {
        @Override
        public String toString() {
            return "Begun[redacted]";
        }
    }

    /** @param recoveryCodes each good once in place of a code, shown this once; credentials */
    record Confirmed(List<String> recoveryCodes) implements SecondFactorResult {
        public Confirmed {
            recoveryCodes = List.copyOf(recoveryCodes);
        }

        @Override
        public String toString() {
            return "Confirmed[redacted]";
        }
    }

    /** The code was right, and what was asked for is done. */
    record Done() implements SecondFactorResult {}

    /** The password that was told is not his, or could not be looked at. */
    record NotProved(OwnPassword.Result why) implements SecondFactorResult {}

    record WrongCode() implements SecondFactorResult {}

    /** Too many wrong codes. */
    record TooMany(int retryAfterSeconds) implements SecondFactorResult {}

    /** There is one already: it goes first. */
    record AlreadySet() implements SecondFactorResult {}

    /** There is none, or none that was begun. */
    record NotSet() implements SecondFactorResult {}

    /** There is no local account of this name. */
    record NoAccount() implements SecondFactorResult {}

    /** The session that asked ended meanwhile. */
    record SessionOver(SessionCheck.Over over) implements SecondFactorResult {}
}
