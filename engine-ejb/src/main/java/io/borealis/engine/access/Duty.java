package io.borealis.engine.access;

import java.util.Locale;

/** What must be done in a session before anything else may be. */
public enum Duty {
    /** Somebody else knows the password: its operator replaces it. */
    CHANGE_PASSWORD,
    /** A role of the account demands a second factor, and there is none. */
    SET_SECOND_FACTOR;

    /** The name in rows and answers. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException for what no Engine of this build wrote */
    static Duty ofWireName(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
