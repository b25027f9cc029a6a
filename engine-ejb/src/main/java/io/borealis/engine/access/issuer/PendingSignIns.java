package io.borealis.engine.access.issuer;

import io.borealis.protocol.Ticker;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Sign-ins that went to the issuer and did not come back yet. Each belongs to the browser that began it, is good once and for
 * ten minutes. Bounded; thread-safe.
 */
final class PendingSignIns {
    static final Duration LIFE = Duration.ofMinutes(10);
    static final int MOST = 1000;
    private static final int RANDOM_LENGTH = 32;

    private final Ticker ticker;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Pending> pending = new HashMap<>();

    /**
     * One that began. A credential.
     *
     * @param state named in both redirects
     * @param browser what the browser alone holds
     * @param verifier of PKCE: proves to the issuer that who exchanges the code is who began
     */
    record Pending(String state, String browser, String nonce, String verifier, Duration begun) {
        /** What the issuer is told of the verifier (S256). */
        String challenge() {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(verifier));
        }

        @Override
        public String toString() {
            return "Pending[redacted]";
        }
    }

    PendingSignIns(Ticker ticker) {
        this.ticker = ticker;
    }

    /** A new one; empty when there are as many as may be. */
    synchronized Optional<Pending> begin() {
        if (pending.size() >= MOST) {
            pending.values().removeIf(this::isOver);
        }
        if (pending.size() >= MOST) {
            return Optional.empty();
        }
        Pending made = new Pending(word(), word(), word(), word(), ticker.elapsed());
        pending.put(made.state(), made);
        return Optional.of(made);
    }

    /** Takes it, for the browser that began it and once; a foreign browser changes nothing. */
    synchronized Optional<Pending> take(String state, String browser) {
        Pending found = pending.get(state);
        if (found == null || !MessageDigest.isEqual(sha256(found.browser()), sha256(browser))) {
            return Optional.empty();
        }
        pending.remove(state);
        return isOver(found) ? Optional.empty() : Optional.of(found);
    }

    private boolean isOver(Pending one) {
        return ticker.since(one.begun()).compareTo(LIFE) >= 0;
    }

    private String word() {
        byte[] bytes = new byte[RANDOM_LENGTH];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-256 is part of every Java runtime", impossible);
        }
    }
}
