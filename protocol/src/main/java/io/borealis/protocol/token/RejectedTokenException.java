package io.borealis.protocol.token;

/** A signed statement that is not accepted. Carries why; never the token. */
public final class RejectedTokenException extends Exception {

    /** Why a token is not accepted. */
    public enum Reason {
        /** Not a token of the expected shape, algorithm or type, or a claim is missing. */
        MALFORMED,
        BAD_SIGNATURE,
        EXPIRED,
        /** Issued in the future beyond the allowed skew, or living longer than allowed. */
        BAD_TIME,
        /** For another device or another purpose. */
        WRONG_AUDIENCE,
        /** Seen before: a token works once. */
        USED,
        /** What came beside the token is not what the token states. */
        MISMATCH
    }

    private final Reason reason;

    public RejectedTokenException(Reason reason, String detail) {
        super(reason + ": " + detail);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
