package io.borealis.protocol.activity;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The last line of an export in JSON lines: the trailer as it was written, and the signature over exactly that text. As the
 * trailer has the SHA-256 of every byte before it, the signature is one over the whole file. Immutable.
 *
 * @param text a JSON object with the one member {@code trailer}, without its last brace
 * @param signature in hexadecimal
 */
public record SignedTrailer(String text, String signature) {
    private static final String BETWEEN = ",\"signature\":\"";
    private static final String END = "\"}";
    private static final Pattern LINE =
            Pattern.compile("(\\{\"trailer\":\\{.*\\})" + BETWEEN + "([0-9a-f]{128})" + Pattern.quote(END));

    /** @param trailer a JSON object with the one member {@code trailer} */
    public static SignedTrailer of(String trailer, Function<byte[], String> signer) {
        SignedTrailer unsigned = new SignedTrailer(trailer.substring(0, trailer.length() - 1), "");
        return new SignedTrailer(unsigned.text(), signer.apply(unsigned.statement()));
    }

    /** Empty when it is not exactly what {@link #line} gives. */
    public static Optional<SignedTrailer> parse(String line) {
        Matcher parts = LINE.matcher(line);
        return parts.matches() ? Optional.of(new SignedTrailer(parts.group(1), parts.group(2))) : Optional.empty();
    }

    /** What is signed. */
    public byte[] statement() {
        return ("borealis-export-1\n" + text).getBytes(StandardCharsets.UTF_8);
    }

    /** The trailer without its signature, as JSON. */
    public String json() {
        return text + "}";
    }

    /** As it stands in the file, without the end of the line. */
    public String line() {
        return text + BETWEEN + signature + END;
    }
}
