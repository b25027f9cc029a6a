package io.borealis.engine.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Marks for browsers in which somebody logged in before. A mark is good for one name, names nobody, and gives nothing but
 * a share of its own in the {@link LoginThrottle}: it never replaces a password. It ends at a time of day, because it
 * outlives the Engine's process. Thread-safe.
 */
public final class KnownDevices {
    /** How long a mark is good; each login gives a new one. */
    public static final Duration LIFE = Duration.ofDays(90);

    private static final String ALGORITHM = "HmacSHA256";
    private static final int NONCE_BYTES = 16;
    private static final Pattern FORM =
            Pattern.compile("v1\\.([A-Za-z0-9_-]{22})\\.([0-9]{1,12})\\.([A-Za-z0-9_-]{43})");

    private final Supplier<List<SecretKeySpec>> keys;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /** @param keys those that are good now, the one in use first; at least one */
    public KnownDevices(Supplier<List<SecretKeySpec>> keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /** A new mark for the device of somebody who just proved to be this operator. */
    String markFor(String username) {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        String nonce = base64(bytes);
        long expires = clock.instant().plus(LIFE).getEpochSecond();
        return "v1." + nonce + "." + expires + "." + base64(seal(keys.get().get(0), username, nonce, expires));
    }

    /** Which device it is, when the mark is ours, in time and for this name; otherwise empty. */
    Optional<String> recognize(String mark, String username) {
        Matcher form = FORM.matcher(mark);
        if (!form.matches()) {
            return Optional.empty();
        }
        String nonce = form.group(1);
        long expires = Long.parseLong(form.group(2));
        byte[] told = Base64.getUrlDecoder().decode(form.group(3));
        boolean ours =
                keys.get().stream().anyMatch(key -> MessageDigest.isEqual(seal(key, username, nonce, expires), told));
        return ours && clock.instant().isBefore(Instant.ofEpochSecond(expires)) ? Optional.of(nonce) : Optional.empty();
    }

    // The name comes last: the parts before it have a fixed alphabet without line breaks
    private static byte[] seal(SecretKeySpec key, String username, String nonce, long expires) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(("borealis-known-device-v1\n" + nonce + "\n" + expires + "\n" + username)
                    .getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("HMAC-SHA256 is part of every Java runtime", impossible);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
