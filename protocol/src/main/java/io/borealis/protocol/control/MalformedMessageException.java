package io.borealis.protocol.control;

import io.borealis.protocol.Text;

/** Text on the control channel that is not one of its messages. Carries where and why; never the text itself. */
public final class MalformedMessageException extends Exception {

    /** What is wrong with the text. */
    public enum Reason {
        TOO_LARGE,
        NOT_JSON,
        UNKNOWN_TYPE,
        UNKNOWN_FIELD,
        MISSING_FIELD,
        BAD_VALUE,
        BAD_TEXT,
        DUPLICATE_FIELD
    }

    private static final int LONGEST_WHERE = 64;

    private final String where;
    private final Reason reason;

    MalformedMessageException(String where, Reason reason, String detail) {
        super(Text.readable(Text.cut(where, LONGEST_WHERE)) + ": " + reason + " (" + detail + ")");
        this.where = where;
        this.reason = reason;
    }

    /** The field at fault, or {@code message}. */
    public String where() {
        return where;
    }

    public Reason reason() {
        return reason;
    }
}
