package io.borealis.engine.access;

import java.time.Duration;
import java.util.concurrent.Semaphore;

/** Passwords whose hashes cost next to nothing, for tests that are not about what a hash costs. */
public final class TestPasswords {
    static final Passwords.Cost CHEAP = new Passwords.Cost(64, 1);

    private static final int AT_ONCE = 4;

    private TestPasswords() {}

    public static Passwords cheap() {
        return new Passwords(new Semaphore(AT_ONCE, true), Duration.ofSeconds(2), CHEAP);
    }
}
