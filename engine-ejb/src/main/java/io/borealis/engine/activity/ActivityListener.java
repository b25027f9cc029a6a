package io.borealis.engine.activity;

import java.time.Instant;

/** Whoever is told of what happened, once it cannot be undone. */
@FunctionalInterface
public interface ActivityListener {
    /** By the thread that decided, right after its commit: must not wait, must not throw. */
    void happened(Instant at, ActivityEntry entry);
}
