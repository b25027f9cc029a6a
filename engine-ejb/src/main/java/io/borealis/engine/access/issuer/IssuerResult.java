package io.borealis.engine.access.issuer;

import java.net.URI;

/** What became of signing in at the issuer. */
public sealed interface IssuerResult {
    /**
     * The browser goes to the issuer.
     *
     * @param browser what it brings back, in a cookie; a credential
     */
    record Away(URI to, String browser, int seconds) implements IssuerResult {
        @Override
        public String toString() {
            return "Away[redacted]";
        }
    }

    /**
     * @param accessToken of an ordinary session; a credential
     * @param expiresIn seconds from now
     */
    record Granted(String accessToken, int expiresIn) implements IssuerResult {
        @Override
        public String toString() {
            return "Granted[redacted, expiresIn=" + expiresIn + "]";
        }
    }

    /** This Engine has no issuer. */
    record NotConfigured() implements IssuerResult {}

    record Unreachable(int retryAfterSeconds) implements IssuerResult {}

    record TooMany(int retryAfterSeconds) implements IssuerResult {}

    /** This browser began no such sign-in, or too long ago, or it came back before. */
    record NotPending() implements IssuerResult {}

    /** What the issuer answered, or who claims to be the issuer, does not hold. */
    record Refused() implements IssuerResult {}

    /** He is who he is, and no group of his gives a role here. */
    record NoRole() implements IssuerResult {}

    /** An administrator disabled the account. */
    record Disabled() implements IssuerResult {}

    /** A role of his demands a second factor, and the issuer does not say that one was proved. */
    record SecondFactorRequired() implements IssuerResult {}

    /** The issuer said before that his session there is over. */
    record Over() implements IssuerResult {}
}
