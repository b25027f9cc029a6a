package io.borealis.network.connector;

import io.borealis.network.Reconciliation;
import io.borealis.protocol.Ticker;
import io.borealis.protocol.tunnel.WireGuardKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * When each peer was admitted through this adapter, so that the watch knows whose first handshake it waits for.
 * Thread-safe.
 */
final class Admissions {

    /**
     * One admission; a later one of the same peer has another number.
     *
     * @param at as the ticker of these admissions told it
     */
    record Admission(long number, Duration at) {}

    private final Map<WireGuardKey, Admission> admissions = new HashMap<>();
    private final Runnable whenAdmitted;
    private final Ticker ticker = Ticker.ofThisMachine();
    private long last;

    /** @param whenAdmitted called after each admission, on the caller's thread */
    Admissions(Runnable whenAdmitted) {
        this.whenAdmitted = whenAdmitted;
    }

    void admitted(WireGuardKey key) {
        record(key);
        whenAdmitted.run();
    }

    private synchronized void record(WireGuardKey key) {
        admissions.put(key, new Admission(++last, ticker.elapsed()));
    }

    synchronized void evicted(WireGuardKey key) {
        admissions.remove(key);
    }

    void reconciled(Reconciliation change) {
        change.evicted().forEach(this::evicted);
        change.failed().keySet().forEach(this::evicted);
        change.admitted().forEach(this::record);
        if (!change.admitted().isEmpty()) {
            whenAdmitted.run();
        }
    }

    synchronized void clear() {
        admissions.clear();
    }

    /** By this clock admissions are told. */
    Ticker ticker() {
        return ticker;
    }

    synchronized Map<WireGuardKey, Admission> all() {
        return Map.copyOf(admissions);
    }
}
