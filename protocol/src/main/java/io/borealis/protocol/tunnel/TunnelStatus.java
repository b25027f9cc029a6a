package io.borealis.protocol.tunnel;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

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

    /**
     * The whole table of a tunnel's life. Nothing else happens to one: what ended stays ended, what was up never waits
     * for its first handshake again, and what is said twice is no change.
     */
    private static final Map<TunnelStatus, Set<TunnelStatus>> NEXT = new EnumMap<>(Map.of(
            PENDING, EnumSet.of(UP, DOWN),
            UP, EnumSet.of(RECOVERING, DOWN),
            RECOVERING, EnumSet.of(UP, DOWN),
            DOWN, EnumSet.noneOf(TunnelStatus.class)));

    /** Whether one and the same tunnel may go from here to there. */
    public boolean mayBecome(TunnelStatus next) {
        return NEXT.getOrDefault(this, Set.of()).contains(next);
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
