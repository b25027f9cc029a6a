package io.borealis.engine.activity;

import java.util.Locale;

/** What is written down. The names are stable: reports and filters use them. */
public enum ActivityEvent {
    ENGINE_STARTED,
    LOGIN_GRANTED,
    LOGIN_REFUSED,
    OPERATOR_CREATED,
    ENROLLMENT_CODE_CREATED,
    ENROLLMENT_REQUESTED,
    ENROLLMENT_REFUSED,
    ENROLLMENT_APPROVED,
    ENROLLMENT_DENIED,
    AGENT_TOKEN_REFUSED,
    AGENT_CONNECTED,
    AGENT_DISCONNECTED,
    DEVICE_CLONED,
    DEVICE_CLEARED,
    PORTS_SET,
    TUNNEL_OPENED,
    TUNNEL_JOINED,
    TUNNEL_LEFT,
    PEER_ACCEPTED,
    PEER_REFUSED,
    TUNNEL_UP,
    TUNNEL_RECOVERING,
    TUNNEL_ENDED,
    PEER_NOT_EVICTED,
    HOST_RECONCILED,
    LISTENER_LOST,
    LISTENER_BACK,
    TERMINAL_OPENED,
    TERMINAL_REFUSED,
    TERMINAL_ENDED;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
