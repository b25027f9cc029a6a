package io.borealis.protocol.terminal;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What somebody may do in a terminal that another shares with him. */
public enum Leave {
    /** See what is printed. */
    WATCH,
    /** See it, and type. */
    TYPE;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
