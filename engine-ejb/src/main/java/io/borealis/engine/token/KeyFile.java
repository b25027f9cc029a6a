package io.borealis.engine.token;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the file of a rotating key holds: the key, and while an overlap lasts the one before. The file is written in one step,
 * so each state is whole: a rotation that is interrupted has either happened or not. Files of one line, from before there
 * were rotations, are read as well. Not thread-safe; {@link #close} wipes the keys.
 */
final class KeyFile implements AutoCloseable {
    private static final String SINCE = "since ";
    private static final String PREVIOUS = "previous ";
    private static final String UNTIL = "until ";

    private final byte[] current;
    private final Optional<Instant> since;
    private final byte @Nullable [] previous;
    private final Instant until;

    private KeyFile(byte[] current, Optional<Instant> since, byte @Nullable [] previous, Instant until) {
        this.current = current;
        this.since = since;
        this.previous = previous;
        this.until = until;
    }

    /** One key alone; it is this object's from now on. */
    static KeyFile of(byte[] key, Instant since) {
        return new KeyFile(key, Optional.of(since), null, Instant.MIN);
    }

    /** @throws IllegalArgumentException when the content is not what {@link #content} writes */
    static KeyFile parse(byte[] content) {
        String[] lines = new String(content, StandardCharsets.US_ASCII).strip().split("\\R", -1);
        byte[] current = seed(lines[0]);
        if (lines.length == 1) {
            return new KeyFile(current, Optional.empty(), null, Instant.MIN);
        }
        Optional<Instant> since = Optional.of(instant(after(SINCE, lines[1])));
        if (lines.length == 2) {
            return new KeyFile(current, since, null, Instant.MIN);
        }
        if (lines.length != 4) {
            throw new IllegalArgumentException("a key file has one, two or four lines");
        }
        return new KeyFile(current, since, seed(after(PREVIOUS, lines[2])), instant(after(UNTIL, lines[3])));
    }

    private static byte[] seed(String base64) {
        byte[] seed = Base64.getDecoder().decode(base64.strip());
        if (seed.length != SigningKey.SEED_LENGTH) {
            throw new IllegalArgumentException("a key has " + SigningKey.SEED_LENGTH + " bytes");
        }
        return seed;
    }

    private static String after(String word, String line) {
        if (!line.startsWith(word)) {
            throw new IllegalArgumentException("a line does not begin with its word");
        }
        return line.substring(word.length()).strip();
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException noTime) {
            throw new IllegalArgumentException("a time is none", noTime);
        }
    }

    /** A new key takes the place of this one, which stays good until then. The new key is the result's from now on. */
    KeyFile rotated(byte[] next, Instant now, Instant overlapEnds) {
        return new KeyFile(next, Optional.of(now), current.clone(), overlapEnds);
    }

    /** The same without the key before. */
    KeyFile retired() {
        return new KeyFile(current.clone(), since, null, Instant.MIN);
    }

    /** What is to be kept; the caller wipes it. */
    byte[] content() {
        ByteBuffer content = ByteBuffer.allocate(512);
        put(content, "", current);
        since.ifPresent(time -> content.put(bytes(SINCE + time + "\n")));
        if (previous != null) {
            put(content, PREVIOUS, previous);
            content.put(bytes(UNTIL + until + "\n"));
        }
        byte[] whole = Arrays.copyOf(content.array(), content.position());
        Arrays.fill(content.array(), (byte) 0);
        return whole;
    }

    private static void put(ByteBuffer content, String word, byte[] key) {
        byte[] line = Base64.getEncoder().encode(key);
        content.put(bytes(word)).put(line).put((byte) '\n');
        Arrays.fill(line, (byte) 0);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The key itself; not to be changed. */
    byte[] current() {
        return current;
    }

    /** Since when it is the key; empty for one from before rotations. */
    Optional<Instant> since() {
        return since;
    }

    /** The key before, while the file has it; not to be changed. */
    Optional<byte[]> previous() {
        return Optional.ofNullable(previous);
    }

    /** Until when the key before is good. */
    Instant until() {
        return until;
    }

    @Override
    public void close() {
        Arrays.fill(current, (byte) 0);
        if (previous != null) {
            Arrays.fill(previous, (byte) 0);
        }
    }

    @Override
    public String toString() {
        return "KeyFile[redacted]";
    }
}
