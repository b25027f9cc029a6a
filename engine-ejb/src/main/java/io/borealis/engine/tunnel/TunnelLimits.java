package io.borealis.engine.tunnel;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * How long tunnels live, as the configuration says. Immutable.
 *
 * @param idle without operator activity, unless the device has a time of its own
 * @param shortestIdle that an administrator may give a device
 * @param longestIdle that an administrator may give a device
 * @param longestHold that an operator may ask for
 * @param longestLife of a tunnel, whatever is done in it; empty for no limit
 */
public record TunnelLimits(
        Duration idle,
        Duration shortestIdle,
        Duration longestIdle,
        Duration longestHold,
        Optional<Duration> longestLife) {

    private static final Duration LONGEST_WARNING = Duration.ofSeconds(60);
    private static final Duration LONGEST_PRESENCE = Duration.ofSeconds(30);
    private static final int DAY = 24 * 60 * 60;

    public TunnelLimits {
        if (longestIdle.compareTo(shortestIdle) < 0) {
            throw new IllegalStateException("borealis.idle.longest-seconds is " + longestIdle.toSeconds()
                    + " and less than borealis.idle.shortest-seconds, which is " + shortestIdle.toSeconds());
        }
    }

    /** The defaults around an idle time. */
    public static TunnelLimits idleAfter(Duration idle) {
        return new TunnelLimits(
                idle, Duration.ofMinutes(1), Duration.ofHours(8), Duration.ofHours(4), Optional.empty());
    }

    /** Reads the properties through the lookup. */
    public static TunnelLimits from(Function<String, Optional<String>> property) {
        return new TunnelLimits(
                seconds(property, "borealis.idle-seconds", 900, 1, DAY),
                seconds(property, "borealis.idle.shortest-seconds", 60, 1, DAY),
                seconds(property, "borealis.idle.longest-seconds", 8 * 60 * 60, 1, DAY),
                seconds(property, "borealis.hold.longest-seconds", 4 * 60 * 60, 1, 7 * DAY),
                Optional.of(seconds(property, "borealis.tunnel.longest-life-seconds", 0, 0, 30 * DAY))
                        .filter(life -> !life.isZero()));
    }

    private static Duration seconds(
            Function<String, Optional<String>> property, String name, int without, int least, int most) {
        String text = property.apply(name).orElse(Integer.toString(without));
        if (text.matches("[0-9]{1,9}") && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most) {
            return Duration.ofSeconds(Integer.parseInt(text));
        }
        throw new IllegalStateException(
                name + " is " + least + " to " + most + ", not " + text + "; the default is " + without);
    }

    /** How long before its end a tunnel's operators are warned; short idle times leave less. */
    static Duration warning(Duration idle) {
        return shorter(LONGEST_WARNING, idle.dividedBy(4));
    }

    /** How often presence counts at most. */
    static Duration presence(Duration idle) {
        return shorter(LONGEST_PRESENCE, idle.dividedBy(4));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    boolean allowsIdle(Duration time) {
        return time.compareTo(shortestIdle) >= 0 && time.compareTo(longestIdle) <= 0;
    }
}
