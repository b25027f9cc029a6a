package io.borealis.engine.access;

import io.borealis.persistence.access.RequestStatus;
import java.util.Locale;

/** Why somebody reaches other devices than before. */
public enum ReachChange {
    /** An administrator changed what the account reaches. */
    SCOPE_CHANGED,
    /** The device went to another site. */
    SITE_CHANGED,
    /** The device has other tags. */
    TAGS_CHANGED,
    /** The site of the device wants access to be approved, and nobody approved this one. */
    APPROVAL_DEMANDED,
    /** The time is over for which the device was given. */
    ACCESS_OVER,
    /** Somebody took it before that. */
    ACCESS_REVOKED,
    /** Who had it gave it back. */
    ACCESS_RETURNED;

    /** How access that was open ended. */
    public static ReachChange of(RequestStatus end) {
        return switch (end) {
            case REVOKED -> ACCESS_REVOKED;
            case RETURNED -> ACCESS_RETURNED;
            case OVER -> ACCESS_OVER;
            default -> throw new IllegalArgumentException(end + " is no end of access");
        };
    }

    /** As the activity says it. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
