package io.borealis.engine.access.request;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * What may be asked for, as the configuration says. Immutable.
 *
 * @param shortest for which a device may be asked for
 * @param longest for which a device may be asked for
 * @param life of a request that nobody decides
 * @param widening who may open more ports than before
 */
public record RequestLimits(Duration shortest, Duration longest, Duration life, WhoWidens widening) {
    /** One to eight hours, a day, administrators. */
    public static final RequestLimits DEFAULT =
            new RequestLimits(Duration.ofHours(1), Duration.ofHours(8), Duration.ofDays(1), WhoWidens.ADMINISTRATOR);

    private static final String SHORTEST = "borealis.access.shortest-seconds";
    private static final String LONGEST = "borealis.access.longest-seconds";
    private static final String WIDENING = "borealis.ports.widening";
    private static final int DAY = 24 * 60 * 60;

    public RequestLimits {
        if (shortest.compareTo(longest) > 0) {
            throw new IllegalStateException(SHORTEST + " is " + shortest.toSeconds() + " and more than " + LONGEST
                    + ", which is " + longest.toSeconds());
        }
    }

    /** Reads the properties through the lookup. */
    public static RequestLimits from(Function<String, Optional<String>> property) {
        return new RequestLimits(
                seconds(property, SHORTEST, DEFAULT.shortest(), 1, 7 * DAY),
                seconds(property, LONGEST, DEFAULT.longest(), 1, 7 * DAY),
                seconds(property, "borealis.requests.life-seconds", DEFAULT.life(), 60, 30 * DAY),
                property.apply(WIDENING).map(RequestLimits::widening).orElse(DEFAULT.widening()));
    }

    private static WhoWidens widening(String text) {
        return WhoWidens.parse(text)
                .orElseThrow(() -> new IllegalStateException(
                        WIDENING + " is operator, second-person or administrator, not " + text));
    }

    private static Duration seconds(
            Function<String, Optional<String>> property, String name, Duration without, int least, int most) {
        String text = property.apply(name).orElse(Long.toString(without.toSeconds()));
        if (text.matches("[0-9]{1,9}") && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most) {
            return Duration.ofSeconds(Integer.parseInt(text));
        }
        throw new IllegalStateException(
                name + " is " + least + " to " + most + ", not " + text + "; the default is " + without.toSeconds());
    }

    boolean allows(Duration time) {
        return time.compareTo(shortest) >= 0 && time.compareTo(longest) <= 0;
    }
}
