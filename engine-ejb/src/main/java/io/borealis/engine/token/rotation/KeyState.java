package io.borealis.engine.token.rotation;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a key stands. */
public enum KeyState {
    /** One key is good. */
    STEADY,
    /** A new key is in use, and the one before is still good. */
    OVERLAP;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
