package io.borealis.engine.access;

import io.borealis.engine.activity.AddressBlock;
import io.borealis.protocol.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How fast passwords may be tried. Nobody can lock a name for others: what is spent is spent for a name <em>from one
 * address</em>. A name that many addresses guess at together is slowed down for all of them, each by a wait that ends;
 * a known device has a share of its own, whatever others do. Knows no accounts, so it cannot tell whether one exists.
 * Bounded; thread-safe.
 */
final class LoginThrottle {
    /** How long a name under pressure makes each unknown caller wait before a try. */
    static final Duration SLOWED = Duration.ofSeconds(10);

    /** Wrong passwords for one name, from wherever, until it is under pressure. */
    static final int FAILURES_TO_PRESSURE = 20;

    private static final Duration TURN_KEPT = Duration.ofSeconds(60);
    private static final int MOST_WAITING = 10_000;

    private final Ticker ticker;
    private final RateLimit byAddress;
    private final RateLimit byNameFromAddress;
    private final RateLimit byKnownDevice;
    private final RateLimit failuresOfName;
    // For each name and address: from when on the one try may come
    private final Map<String, Duration> turns = new HashMap<>();

    /**
     * One try.
     *
     * @param device the known device that it comes from, already proven for this name
     */
    record Attempt(String name, String remoteAddress, Optional<String> device) {
        String source() {
            return AddressBlock.of(remoteAddress);
        }

        // A name has no line break, so no name and address read as another pair
        String nameFromAddress() {
            return name + "\n" + source();
        }
    }

    LoginThrottle(Ticker ticker) {
        this.ticker = ticker;
        this.byAddress = new RateLimit(30, Duration.ofSeconds(5), ticker);
        this.byNameFromAddress = new RateLimit(10, Duration.ofSeconds(30), ticker);
        this.byKnownDevice = new RateLimit(10, Duration.ofSeconds(30), ticker);
        this.failuresOfName = new RateLimit(FAILURES_TO_PRESSURE, Duration.ofSeconds(30), ticker);
    }

    /** Takes a try; empty when it may go on, otherwise after how many seconds to come again. */
    OptionalInt waitBefore(Attempt attempt) {
        if (attempt.device().isPresent()) {
            return byKnownDevice.take(attempt.device().get())
                    ? OptionalInt.empty()
                    : OptionalInt.of(byKnownDevice.retryAfterSeconds());
        }
        if (!byAddress.take(attempt.source())) {
            return OptionalInt.of(byAddress.retryAfterSeconds());
        }
        if (!failuresOfName.hasLeft(attempt.name())) {
            OptionalInt wait = waitForTurn(attempt.nameFromAddress());
            if (wait.isPresent()) {
                return wait;
            }
        }
        return byNameFromAddress.take(attempt.nameFromAddress())
                ? OptionalInt.empty()
                : OptionalInt.of(byNameFromAddress.retryAfterSeconds());
    }

    // The caller waits, not a thread of ours: the first call gives a turn, and who comes back in time has it
    private synchronized OptionalInt waitForTurn(String who) {
        Duration now = ticker.elapsed();
        Duration turn = turns.get(who);
        if (turn != null && turn.plus(TURN_KEPT).compareTo(now) >= 0) {
            if (turn.compareTo(now) <= 0) {
                turns.remove(who);
                return OptionalInt.empty();
            }
            return OptionalInt.of((int) turn.minus(now).toSeconds() + 1);
        }
        if (turns.size() >= MOST_WAITING) {
            turns.values().removeIf(old -> old.plus(TURN_KEPT).compareTo(now) < 0);
        }
        if (turns.size() < MOST_WAITING) {
            turns.put(who, now.plus(SLOWED));
        }
        return OptionalInt.of((int) SLOWED.toSeconds());
    }

    /** The password was wrong. */
    void failed(Attempt attempt) {
        failuresOfName.take(attempt.name());
    }

    /** The password was right: who tried has the whole share again. */
    void succeeded(Attempt attempt) {
        attempt.device().ifPresent(byKnownDevice::forgive);
        byNameFromAddress.forgive(attempt.nameFromAddress());
    }

    /** Nothing was learnt from the try, for a reason of ours: it does not count. */
    void undone(Attempt attempt) {
        if (attempt.device().isPresent()) {
            byKnownDevice.giveBack(attempt.device().get());
        } else {
            byAddress.giveBack(attempt.source());
            byNameFromAddress.giveBack(attempt.nameFromAddress());
        }
    }
}
