package io.borealis.engine.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id hashes of passwords in PHC form: 19 MiB, two passes, one lane. At most a few are computed at once, so that
 * logins cannot eat the memory, and at most so many wait for seconds, so that they cannot eat the threads. Thread-safe.
 */
public final class Passwords {
    private static final Cost USUAL = new Cost(19 * 1024, 2);
    private static final int LANES = 1;
    private static final int SALT_LENGTH = 16;
    private static final int HASH_LENGTH = 32;
    private static final int RANDOM_LENGTH = 18;
    /** After how long whoever was not checked may come again. */
    static final int RETRY_AFTER_SECONDS = 3;

    /** Half the processors at most: whoever guesses passwords leaves the other half to those who proved themselves. */
    private static final int AT_ONCE =
            Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors() / 2));

    private static final int MOST_WAITING = 8;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
    private static final Pattern FORM = Pattern.compile("\\$argon2id\\$v=19\\$m=([0-9]{1,7}),t=([0-9]{1,2}),p=([0-9])"
            + "\\$([A-Za-z0-9+/]{16,64})\\$([A-Za-z0-9+/]{22,128})");

    private final Semaphore room;
    private final Duration longestWait;
    private final Cost cost;
    private final SecureRandom random = new SecureRandom();

    /** Compared against when there is no such account, so that its absence takes as long as its presence: no hash at all. */
    private final String nobody;

    public Passwords() {
        this(new Semaphore(AT_ONCE, true), LONGEST_WAIT, USUAL);
    }

    /**
     * @param room as many permits as hashes may be computed at once
     * @param longestWait for a permit, until the password is not checked
     * @param cost of hashes that are made; a stored one says its own
     */
    Passwords(Semaphore room, Duration longestWait, Cost cost) {
        this.room = room;
        this.longestWait = longestWait;
        this.cost = cost;
        this.nobody = form(randomBytes(SALT_LENGTH), randomBytes(HASH_LENGTH));
    }

    /** What one hash takes. Immutable. */
    record Cost(int memoryKib, int passes) {}

    /** What became of comparing. */
    enum Match {
        YES,
        NO,
        /** There was no room in time; nothing was compared. */
        NOT_CHECKED
    }

    /** A password that nobody guesses, of 24 letters, digits, hyphens and underscores. */
    String random() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(randomBytes(RANDOM_LENGTH));
    }

    private byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Waits for its turn however long that takes: for those who make accounts, not for anybody who comes. */
    String hash(String password) {
        room.acquireUninterruptibly();
        try {
            return hashed(password);
        } finally {
            room.release();
        }
    }

    private String hashed(String password) {
        byte[] salt = randomBytes(SALT_LENGTH);
        return form(salt, argon2id(password, salt, cost.memoryKib(), cost.passes(), LANES, HASH_LENGTH));
    }

    private String form(byte[] salt, byte[] hash) {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(
                        cost.memoryKib(),
                        cost.passes(),
                        LANES,
                        base64.encodeToString(salt),
                        base64.encodeToString(hash));
    }

    Match matches(String password, String stored) {
        Matcher form = FORM.matcher(stored);
        if (!form.matches()) {
            throw new IllegalStateException("a stored password is no Argon2id hash; the account must get a new one");
        }
        if (!enter()) {
            return Match.NOT_CHECKED;
        }
        try {
            return compare(password, form) ? Match.YES : Match.NO;
        } finally {
            room.release();
        }
    }

    private boolean enter() {
        if (room.getQueueLength() >= MOST_WAITING) {
            return false;
        }
        try {
            return room.tryAcquire(longestWait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean compare(String password, Matcher form) {
        byte[] expected = Base64.getDecoder().decode(form.group(5));
        byte[] actual = argon2id(
                password,
                Base64.getDecoder().decode(form.group(4)),
                Integer.parseInt(form.group(1)),
                Integer.parseInt(form.group(2)),
                Integer.parseInt(form.group(3)),
                expected.length);
        return MessageDigest.isEqual(expected, actual);
    }

    /** Takes as long as {@link #matches}. */
    Match matchNobody(String password) {
        Match match = matches(password, nobody);
        return match == Match.YES ? Match.NO : match;
    }

    private static byte[] argon2id(String password, byte[] salt, int memoryKib, int passes, int lanes, int length) {
        byte[] secret = password.getBytes(StandardCharsets.UTF_8);
        try {
            Argon2BytesGenerator generator = new Argon2BytesGenerator();
            generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                    .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                    .withMemoryAsKB(memoryKib)
                    .withIterations(passes)
                    .withParallelism(lanes)
                    .withSalt(salt)
                    .build());
            byte[] hash = new byte[length];
            generator.generateBytes(secret, hash);
            return hash;
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }
}
