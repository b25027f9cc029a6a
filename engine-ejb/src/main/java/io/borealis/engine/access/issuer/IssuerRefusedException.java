package io.borealis.engine.access.issuer;

/** What came from the issuer, or claims to, does not hold. The words are for the activity, and hold no token. */
final class IssuerRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    IssuerRefusedException(String why) {
        super(why);
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
