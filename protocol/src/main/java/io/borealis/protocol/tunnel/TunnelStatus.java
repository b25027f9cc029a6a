package io.borealis.protocol.tunnel;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a tunnel stands. Only an observed handshake makes it {@link #UP}, never the asking. */
public enum TunnelStatus {
    /** No tunnel. */
    DOWN,
    /** Asked for, no handshake seen yet. */
    PENDING,
    /** A handshake was seen and is fresh. */
    UP,
    /** It was up, the peer fell silent or the Engine restarted; a new handshake is awaited. */
    RECOVERING;

    /** Whether the tunnel occupies its device: another connect joins it instead of making one. */
    public boolean isLive() {
        return this != DOWN;
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
