package io.borealis.engine.access;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * What people take for a password when they are asked for one: passwords that were breached, words of English, names. The
 * list lies beside this class with its licence; it is read anew each time, for passwords are seldom set. Thread-safe.
 */
final class CommonPasswords {
    private static final String LIST = "common-passwords.txt.gz";
    private static final int SHORTEST_UNIT = 4;

    private CommonPasswords() {}

    /**
     * Whether the password is on the list, as it is or in disguise: in capitals, with digits and signs before or behind, as
     * one word over and over; or whether it merely counts or repeats.
     *
     * @param name of the account, which nobody need guess
     */
    static boolean has(String password, String name) {
        String lower = password.strip().toLowerCase(Locale.ROOT);
        if (counts(lower) || unitOf(lower).length() < SHORTEST_UNIT) {
            return true;
        }
        Set<String> forms = new HashSet<>();
        for (String form : List.of(lower, unitOf(lower))) {
            String open = form.replaceAll("[^\\p{L}]+$", "");
            forms.add(form);
            forms.add(open);
            forms.add(unitOf(open));
            forms.add(open.replaceAll("^[^\\p{L}]+", ""));
        }
        // What is left of digits and signs alone is no word
        forms.removeIf(form -> form.length() < SHORTEST_UNIT);
        return forms.contains(name.toLowerCase(Locale.ROOT)) || isListed(forms);
    }

    private static boolean isListed(Set<String> forms) {
        try (InputStream list = Objects.requireNonNull(CommonPasswords.class.getResourceAsStream(LIST));
                BufferedReader words = new BufferedReader(
                        new InputStreamReader(new GZIPInputStream(list), StandardCharsets.US_ASCII))) {
            return words.lines().anyMatch(forms::contains);
        } catch (IOException damaged) {
            throw new IllegalStateException("the list of common passwords cannot be read", damaged);
        }
    }

    /** The shortest text of which this one is a repetition. */
    private static String unitOf(String text) {
        int again = (text + text).indexOf(text, 1);
        return again < 0 ? text : text.substring(0, again);
    }

    // 123456789012, abcdefghijkl, 987654321098
    private static boolean counts(String text) {
        int step = step(text, 1);
        for (int i = 2; i < text.length(); i++) {
            if (step(text, i) != step) {
                return false;
            }
        }
        return step == 1 || step == -1;
    }

    private static int step(String text, int at) {
        if (text.length() < 2) {
            return 0;
        }
        char before = text.charAt(at - 1);
        char now = text.charAt(at);
        if (before == '9' && now == '0') {
            return 1;
        }
        return before == '0' && now == '9' ? -1 : now - before;
    }
}
