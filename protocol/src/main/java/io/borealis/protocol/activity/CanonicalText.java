package io.borealis.protocol.activity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Values one after the other, so that no two lists of values give the same bytes: each in a line of its own, a text with its
 * length in bytes of UTF-8 before it, what is absent as {@code -}. Not thread-safe.
 */
final class CanonicalText {
    private final StringBuilder text;

    /** @param kind what follows, and in which version; the same values of another kind give other bytes */
    CanonicalText(String kind) {
        this.text = new StringBuilder(kind).append('\n');
    }

    CanonicalText add(long number) {
        text.append(number).append('\n');
        return this;
    }

    /** In microseconds since 1970. */
    CanonicalText add(Instant moment) {
        return add(ChronoUnit.MICROS.between(Instant.EPOCH, moment));
    }

    CanonicalText add(String value) {
        text.append(value.getBytes(StandardCharsets.UTF_8).length)
                .append(':')
                .append(value)
                .append('\n');
        return this;
    }

    CanonicalText add(Optional<String> value) {
        value.ifPresentOrElse(this::add, () -> text.append("-\n"));
        return this;
    }

    byte[] bytes() {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** SHA-256 in hexadecimal. */
    String digest() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes()));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-256 is part of every Java runtime", impossible);
        }
    }
}
