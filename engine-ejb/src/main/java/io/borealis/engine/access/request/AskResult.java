package io.borealis.engine.access.request;

import io.borealis.engine.access.SessionCheck;
import java.time.Duration;

/** What became of asking for a device. */
public sealed interface AskResult {
    /** Whether there is such a device, this does not tell. */
    record Waits(RequestView request) implements AskResult {}

    record BadTime(Duration shortest, Duration longest) implements AskResult {}

    /** @param own whether they are of the one who asks, or of all */
    record TooManyWait(long most, boolean own) implements AskResult {}

    record TooOften(int retryAfterSeconds) implements AskResult {}

    /** The session that asked ended meanwhile. */
    record SessionOver(SessionCheck.Over over) implements AskResult {}
}
