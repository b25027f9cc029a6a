package io.borealis.engine.access.issuer;

/** The issuer did not answer, or what it answered was no such document. Says what was asked and why it failed. */
final class IssuerUnreachableException extends Exception {
    private static final long serialVersionUID = 1L;

    IssuerUnreachableException(String message) {
        super(message);
    }

    IssuerUnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
