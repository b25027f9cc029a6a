package io.borealis.persistence.access;

import java.util.Locale;

/** What is asked for. */
public enum RequestKind {
    /** A device for a time. */
    ACCESS,
    /** A port list of a device that opens more than before. */
    PORTS;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
