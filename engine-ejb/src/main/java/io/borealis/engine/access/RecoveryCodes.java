package io.borealis.engine.access;

import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Codes for whoever lost the device of his second factor: 60 random bits each, in groups that can be read aloud. */
final class RecoveryCodes {
    /** As many are given at once. */
    static final int COUNT = 10;

    private static final int BYTES = 8;
    private static final int GROUP = 4;
    private static final int CHARACTERS = 3 * GROUP;

    private RecoveryCodes() {}

    static List<String> make(SecureRandom random) {
        return Stream.generate(() -> one(random)).limit(COUNT).toList();
    }

    private static String one(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String text = Totp.base32(bytes).substring(0, CHARACTERS);
        return text.substring(0, GROUP) + "-" + text.substring(GROUP, 2 * GROUP) + "-" + text.substring(2 * GROUP);
    }

    /** Without what people add or leave out when they type it. */
    static String plain(String code) {
        return code.toUpperCase(Locale.ROOT).replaceAll("[\\s-]", "");
    }
}
