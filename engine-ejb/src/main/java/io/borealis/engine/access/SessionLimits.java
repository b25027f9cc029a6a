package io.borealis.engine.access;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * How long operator sessions live, as the configuration says. Immutable.
 *
 * @param idle without anybody seen in it
 * @param longestLife whatever is done in it; its access token is good for so long and no longer
 */
public record SessionLimits(Duration idle, Duration longestLife) {
    /** 30 minutes and 8 hours. */
    public static final SessionLimits DEFAULT = new SessionLimits(Duration.ofMinutes(30), Duration.ofHours(8));

    private static final int SHORTEST = 60;
    private static final int DAY = 24 * 60 * 60;

    public SessionLimits {
        if (idle.compareTo(longestLife) > 0) {
            throw new IllegalStateException("borealis.session.idle-seconds is " + idle.toSeconds()
                    + " and more than borealis.session.longest-life-seconds, which is " + longestLife.toSeconds());
        }
    }

    /** Reads the properties through the lookup. */
    public static SessionLimits from(Function<String, Optional<String>> property) {
        return new SessionLimits(
                seconds(property, "borealis.session.idle-seconds", DEFAULT.idle()),
                seconds(property, "borealis.session.longest-life-seconds", DEFAULT.longestLife()));
    }

    private static Duration seconds(Function<String, Optional<String>> property, String name, Duration without) {
        String text = property.apply(name).orElse(Long.toString(without.toSeconds()));
        if (text.matches("[0-9]{1,9}") && Integer.parseInt(text) >= SHORTEST && Integer.parseInt(text) <= DAY) {
            return Duration.ofSeconds(Integer.parseInt(text));
        }
        throw new IllegalStateException(
                name + " is " + SHORTEST + " to " + DAY + ", not " + text + "; the default is " + without.toSeconds());
    }
}
