package io.borealis.protocol.device;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.borealis.protocol.MalformedValueException;
import io.borealis.protocol.MalformedValueException.Kind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What an administrator hands to whoever installs an agent: a secret of 100 bits and, after a dot, the first 128 bits
 * of the SHA-256 of the Engine's CA certificate, so that the first contact is already pinned. Written
 * {@code XXXXX-XXXXX-XXXXX-XXXXX.<32 hexadecimal digits>}. A secret: never logged, {@link #toString} is redacted.
 * Immutable.
 */
public final class EnrollmentCode {

    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final Pattern FORM =
            Pattern.compile("((?:[0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5})\\.([0-9a-f]{32})");

    private final String secret;
    private final String caPin;

    private EnrollmentCode(String secret, String caPin) {
        this.secret = secret;
        this.caPin = caPin;
    }

    /** Makes a new code for an Engine whose CA certificate has this DER encoding. */
    public static EnrollmentCode generate(SecureRandom random, byte[] caCertificateDer) {
        StringBuilder text = new StringBuilder(23);
        for (int i = 0; i < 20; i++) {
            if (i > 0 && i % 5 == 0) {
                text.append('-');
            }
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new EnrollmentCode(text.toString(), pinOf(caCertificateDer));
    }

    /** @throws MalformedValueException when the text has not the form of a code; the text is not repeated */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static EnrollmentCode parse(String text) {
        int dot = text.indexOf('.');
        if (dot > 0) {
            String canonical = text.substring(0, dot).toUpperCase(Locale.ROOT)
                    + text.substring(dot).toLowerCase(Locale.ROOT);
            var matcher = FORM.matcher(canonical);
            if (matcher.matches()) {
                return new EnrollmentCode(matcher.group(1), matcher.group(2));
            }
        }
        throw new MalformedValueException(
                Kind.ENROLLMENT_CODE,
                "an enrollment code has the form XXXXX-XXXXX-XXXXX-XXXXX.<32 hexadecimal digits>; copy it whole");
    }

    /** The pin of a CA certificate: the first 128 bits of the SHA-256 of its DER encoding, as hexadecimal. */
    public static String pinOf(byte[] caCertificateDer) {
        return HexFormat.of().formatHex(sha256(caCertificateDer), 0, 16);
    }

    public String caPin() {
        return caPin;
    }

    /** What the Engine stores and looks up instead of the code: SHA-256 of the secret, hexadecimal. */
    public String lookupHash() {
        return HexFormat.of().formatHex(sha256(secret.getBytes(StandardCharsets.US_ASCII)));
    }

    /** The whole code, for showing it once to the administrator and for the enrolment request. */
    public String reveal() {
        return secret + "." + caPin;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EnrollmentCode that
                && caPin.equals(that.caPin)
                && MessageDigest.isEqual(
                        secret.getBytes(StandardCharsets.US_ASCII), that.secret.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public int hashCode() {
        return caPin.hashCode();
    }

    @Override
    public String toString() {
        return "EnrollmentCode[redacted]";
    }
}
