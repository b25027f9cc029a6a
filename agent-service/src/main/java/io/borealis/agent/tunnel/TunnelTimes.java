package io.borealis.agent.tunnel;

import java.time.Duration;

/**
 * How long the tunnel thread waits for what.
 *
 * @param admission for the Engine to admit the offered peer
 * @param silence without Engine and without handshake before the device gives the tunnel up by itself
 * @param pulse between two looks at a standing tunnel
 * @param search when the Engine's name is resolved again
 */
public record TunnelTimes(Duration admission, Duration silence, Duration pulse, Search search) {

    /**
     * When handshakes count as stopped: WireGuard makes one every two minutes.
     *
     * @param after the last handshake
     * @param every time again while none comes
     */
    public record Search(Duration after, Duration every) {
        public static final Search DEFAULT = new Search(Duration.ofSeconds(135), Duration.ofSeconds(15));
    }

    public static final TunnelTimes DEFAULT =
            new TunnelTimes(Duration.ofSeconds(10), Duration.ofSeconds(180), Duration.ofSeconds(5), Search.DEFAULT);

    private static final long BRISK = Duration.ofSeconds(1).toNanos();
    private static final long EXPECTED = Duration.ofSeconds(10).toNanos();

    /** A handshake takes milliseconds when all is well, so the driver is asked often at first and rarer later. */
    Duration untilNextLook(long nanosSinceRaise) {
        if (nanosSinceRaise < BRISK) {
            return Duration.ofMillis(2);
        }
        return nanosSinceRaise < EXPECTED ? Duration.ofMillis(25) : Duration.ofSeconds(1);
    }
}
