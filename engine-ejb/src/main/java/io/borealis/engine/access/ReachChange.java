package io.borealis.engine.access;

import java.util.Locale;

/** Why somebody reaches other devices than before. */
public enum ReachChange {
    /** An administrator changed what the account reaches. */
    SCOPE_CHANGED,
    /** The device went to another site. */
    SITE_CHANGED,
    /** The device has other tags. */
    TAGS_CHANGED;

    /** As the activity says it. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
