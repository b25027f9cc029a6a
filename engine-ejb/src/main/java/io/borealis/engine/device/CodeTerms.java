package io.borealis.engine.device;

import io.borealis.protocol.MalformedValueException;
import io.borealis.protocol.MalformedValueException.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * What a new enrollment code is good for.
 *
 * @param uses how many devices may enrol with it, 1 to 10,000
 * @param life how long it works, 1 minute to 30 days
 * @param autoApprove how long from now its requests need no decision; empty for never, at most as long as its life
 * @param label what it is for, in one line of at most {@link #LONGEST_LABEL} characters
 * @param site the one that its devices get; empty for the one that always exists
 */
public record CodeTerms(
        int uses, Duration life, Optional<Duration> autoApprove, Optional<String> label, Optional<UUID> site) {
    /** No label is longer. */
    public static final int LONGEST_LABEL = 128;

    private static final int MOST_USES = 10_000;
    private static final Duration LONGEST_LIFE = Duration.ofDays(30);

    /** Works for one device, within a day, after an administrator's decision. */
    public static final CodeTerms DEFAULT = new CodeTerms(1, Duration.ofDays(1), Optional.empty(), Optional.empty());

    public CodeTerms {
        if (uses < 1 || uses > MOST_USES) {
            throw malformed("uses is 1 to " + MOST_USES + ", not " + uses);
        }
        if (life.compareTo(Duration.ofMinutes(1)) < 0 || life.compareTo(LONGEST_LIFE) > 0) {
            throw malformed("a code lives 60 seconds to 30 days, not " + life.toSeconds() + " seconds");
        }
        if (autoApprove.isPresent()
                && (autoApprove.get().isNegative() || autoApprove.get().compareTo(life) > 0)) {
            throw malformed("auto-approval cannot last longer than the code");
        }
    }

    /** The same without a site. */
    public CodeTerms(int uses, Duration life, Optional<Duration> autoApprove, Optional<String> label) {
        this(uses, life, autoApprove, label, Optional.empty());
    }

    private static MalformedValueException malformed(String why) {
        return new MalformedValueException(Kind.ENROLLMENT_CODE, why);
    }
}
