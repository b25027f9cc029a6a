package io.borealis.engine.token;

import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Seals second factors under the key in use, and opens what that one or, while it is good, the one before sealed. Thread-safe. */
public final class SecondFactorSeals {
    private final RotatingKey<SecondFactorSeal> keys;
    private final Clock clock;

    public SecondFactorSeals(RotatingKey<SecondFactorSeal> keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /** The secret as it may lie in the database. */
    public String seal(String username, byte[] secret) {
        return keys.current().seal(username, secret);
    }

    /** The secret again; empty when no good key or another account sealed it. The caller wipes it. */
    public Optional<byte[]> open(String username, String sealed) {
        return keys.good(clock.instant()).stream()
                .flatMap(key -> key.open(username, sealed).stream())
                .findFirst();
    }

    /** Whether the key in use sealed it. */
    public boolean isUpToDate(String username, String sealed) {
        Optional<byte[]> opened = keys.current().open(username, sealed);
        opened.ifPresent(secret -> Arrays.fill(secret, (byte) 0));
        return opened.isPresent();
    }

    /** By what a code of the account is known again from now on. */
    public String hash(String username, String code) {
        return keys.current().hash(username, code);
    }

    /** By what a code of the account may be known by now. */
    public List<String> hashes(String username, String code) {
        return keys.good(clock.instant()).stream()
                .map(key -> key.hash(username, code))
                .toList();
    }
}
