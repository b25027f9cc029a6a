package io.borealis.protocol.tunnel;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why a tunnel ended; written once, never changed. */
public enum EndReason {
    /** The last operator left, or an administrator ended it for all. */
    OPERATOR_DISCONNECT,
    /** No operator activity for the idle time. */
    IDLE_TIMEOUT,
    /** It lived as long as a tunnel may, whatever was done in it. */
    LIFE_LIMIT,
    /** The agent dropped the tunnel or vanished for good. */
    AGENT_DISCONNECT,
    /** The agent refused to raise it. */
    AGENT_REFUSED,
    /** No handshake came in time. */
    HANDSHAKE_TIMEOUT,
    /** The Engine was stopped on purpose. */
    ENGINE_STOP,
    /** A newer tunnel took its place. */
    SUPERSEDED,
    /** The device or its operator lost the right to it. */
    REVOKED,
    /** An administrator disabled the device. */
    DEVICE_DISABLED,
    /** An administrator quarantined the device: it keeps its channel. */
    DEVICE_QUARANTINED,
    /** An administrator removed the device. */
    DEVICE_REMOVED,
    /** A native step failed; the activity row says which. */
    ERROR;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
