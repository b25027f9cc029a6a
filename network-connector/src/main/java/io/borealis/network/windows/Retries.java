package io.borealis.network.windows;

import io.borealis.network.HostNetworkException;
import io.borealis.network.HostNetworkException.Step;
import java.time.Duration;
import java.util.function.IntPredicate;

/**
 * How often and how patiently a step is tried again that Windows is known to refuse for a while: each pause is twice as
 * long as the one before, up to the longest. Immutable.
 */
record Retries(int attempts, Duration firstPause, Duration longestPause) {

    /** A step that can be tried. */
    interface Attempt {
        void run() throws HostNetworkException;
    }

    /** A step that can be tried and has a result. */
    interface Making<T> {
        T make() throws HostNetworkException;
    }

    void run(Step step, IntPredicate passing, Attempt attempt) throws HostNetworkException {
        make(step, passing, () -> {
            attempt.run();
            return attempt;
        });
    }

    /**
     * @param passing which codes may be gone at the next attempt
     * @throws HostNetworkException that of the last attempt
     */
    <T> T make(Step step, IntPredicate passing, Making<T> attempt) throws HostNetworkException {
        Duration pause = firstPause;
        for (int left = attempts - 1; ; left--) {
            try {
                return attempt.make();
            } catch (HostNetworkException failed) {
                if (left <= 0 || !passing.test(failed.code())) {
                    throw failed;
                }
            }
            sleep(step, pause);
            pause = pause.multipliedBy(2).compareTo(longestPause) > 0 ? longestPause : pause.multipliedBy(2);
        }
    }

    private static void sleep(Step step, Duration pause) throws HostNetworkException {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new HostNetworkException(step, 0, "interrupted while waiting for Windows");
        }
    }
}
