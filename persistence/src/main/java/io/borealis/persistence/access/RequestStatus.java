package io.borealis.persistence.access;

import java.util.Locale;

/** Where a request stands. It waits, then it is decided; access that was approved is open and then closed. */
public enum RequestStatus {
    /** Nobody decided yet. */
    WAITING,
    /** Somebody with the right said no. */
    REFUSED,
    /** Who asked wants it no more. */
    WITHDRAWN,
    /** Nobody decided in time. */
    LAPSED,
    /** The port list was changed meanwhile: what was asked for is no answer to what is there. */
    OVERTAKEN,
    /** Ports: approved, and the device has the list. */
    APPLIED,
    /** Access: approved, and good until its end. */
    OPEN,
    /** Access: its time is over. */
    OVER,
    /** Access: somebody took it before its time. */
    REVOKED,
    /** Access: who had it gave it back before its time. */
    RETURNED;

    /** Whether something may still become of it. */
    public boolean isLive() {
        return this == WAITING || this == OPEN;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
