package io.borealis.engine.activity;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is written down. The names are stable: reports and filters use them. What somebody can cause without end is
 * bounded by whom it came from: beyond a limit it is counted, and the count is written.
 */
public enum ActivityEvent {
    ENGINE_STARTED,
    LOGIN_GRANTED,
    LOGIN_REFUSED(Bound.BY_ADDRESS),
    SESSION_ENDED,
    ROLE_REFUSED(Bound.BY_OPERATOR),
    OPERATOR_CREATED,
    OPERATOR_DISABLED,
    OPERATOR_ENABLED,
    OPERATOR_ROLES_SET,
    PASSWORD_RESET,
    PASSWORD_CHANGED,
    PASSWORD_CHANGE_REFUSED(Bound.BY_OPERATOR),
    SECOND_FACTOR_SET,
    SECOND_FACTOR_REMOVED,
    SECOND_FACTOR_RESET,
    SECOND_FACTOR_REFUSED(Bound.BY_OPERATOR),
    RECOVERY_CODE_USED,
    ACCOUNT_SCOPE_SET,
    SITE_CREATED,
    SITE_RENAMED,
    SITE_REMOVED,
    SITE_PORTS_SET,
    KEY_ROTATION_STARTED,
    KEY_ROTATED,
    KEY_RETIRED,
    KEY_NOT_TRUSTED(Bound.BY_DEVICE),
    CERTIFICATE_ENDING,
    SITE_APPROVAL_SET,
    ENROLLMENT_CODE_CREATED,
    ENROLLMENT_CODE_REVOKED,
    ENROLLMENT_REQUESTED,
    ENROLLMENT_REFUSED(Bound.BY_ADDRESS),
    ENROLLMENT_APPROVED,
    ENROLLMENT_DENIED,
    AGENT_TOKEN_REFUSED(Bound.BY_ADDRESS),
    AGENT_CONNECTED(Bound.BY_DEVICE),
    AGENT_DISCONNECTED(Bound.BY_DEVICE),
    DEVICE_CLONED,
    DEVICE_CLEARED,
    DEVICE_RENAMED,
    DEVICE_MOVED,
    DEVICE_TAGGED,
    DEVICE_DISABLED,
    DEVICE_ENABLED,
    DEVICE_QUARANTINED,
    DEVICE_REMOVED,
    DEVICE_READMITTED,
    PORTS_SET,
    REQUEST_FILED,
    REQUEST_APPROVED,
    REQUEST_REFUSED,
    REQUEST_WITHDRAWN,
    REQUEST_LAPSED,
    REQUEST_OVERTAKEN,
    ACCESS_ENDED,
    IDLE_TIME_SET,
    TUNNEL_OPENED,
    TUNNEL_JOINED,
    TUNNEL_LEFT,
    PEER_ACCEPTED,
    PEER_REFUSED(Bound.BY_DEVICE),
    TUNNEL_UP,
    TUNNEL_RECOVERING,
    TUNNEL_IDLE_WARNING,
    TUNNEL_HELD,
    TUNNEL_HOLD_RELEASED,
    TUNNEL_HOLD_ENDED,
    TUNNEL_ENDED,
    PEER_NOT_EVICTED,
    HOST_RECONCILED,
    LISTENER_LOST,
    LISTENER_BACK,
    TERMINAL_OPENED,
    TERMINAL_REFUSED(Bound.BY_OPERATOR),
    TERMINAL_DETACHED(Bound.BY_OPERATOR),
    TERMINAL_REATTACHED(Bound.BY_OPERATOR),
    TERMINAL_ENDED,
    TERMINAL_SHARED,
    TERMINAL_KEYBOARD_GIVEN,
    TERMINAL_KEYBOARD_TAKEN,
    TERMINAL_WATCH_BEGAN,
    TERMINAL_WATCH_ENDED,
    TERMINAL_SHARE_ENDED,
    ACTIVITY_EXPORTED;

    /** By whom the rows of an event are bounded. */
    enum Bound {
        /** Each is a decision or an acknowledged fact, and has a row of its own. */
        NONE,
        /** Anybody can cause it: by the address that it came from, and in all. */
        BY_ADDRESS,
        /** A device with a proven key causes it: by device. */
        BY_DEVICE,
        /** Somebody who is logged in causes it: by operator. */
        BY_OPERATOR
    }

    private final Bound bound;

    ActivityEvent() {
        this(Bound.NONE);
    }

    ActivityEvent(Bound bound) {
        this.bound = bound;
    }

    Bound bound() {
        return bound;
    }

    /** Whether those who look on are told of it; what somebody can cause without end, by trying, is no news. */
    public boolean isNews() {
        return bound == Bound.NONE || bound == Bound.BY_DEVICE;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The event that is written so; empty when there is none. */
    public static Optional<ActivityEvent> named(String wireName) {
        return Stream.of(values())
                .filter(event -> event.wireName().equals(wireName))
                .findFirst();
    }
}
