package io.borealis.engine.access;

import java.util.Locale;
import java.util.Optional;

/** Which passwords an account may have. No rule asks for kinds of characters: length and rarity count. */
public final class PasswordRules {
    /** Characters of the shortest. */
    public static final int SHORTEST = 12;

    /** Characters of the longest; whatever is longer is refused unread. */
    public static final int LONGEST = 1024;

    private PasswordRules() {}

    /** Why a password cannot be taken. */
    public enum Fault {
        TOO_SHORT("a password has at least " + SHORTEST
                + " characters; four words that do not belong together are easy to" + " keep in mind"),
        TOO_LONG("a password has at most " + LONGEST + " characters"),
        IS_THE_NAME("the password is the name of the account; take one that nobody can read there"),
        COMMON(
                "the password is on the list of those that attackers try first, as it is or with digits and signs around it;"
                        + " take four words that do not belong together, or let a password manager make one"),
        IS_THE_OLD_ONE("the new password is the old one; take another");

        private final String sentence;

        Fault(String sentence) {
            this.sentence = sentence;
        }

        /** Stable, for programs. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Cause and cure. */
        public String sentence() {
            return sentence;
        }
    }

    /** Why the account cannot have this password; empty when it can. */
    public static Optional<Fault> faultOf(String username, String password) {
        int length = password.codePointCount(0, password.length());
        if (length < SHORTEST) {
            return Optional.of(Fault.TOO_SHORT);
        }
        if (password.length() > LONGEST) {
            return Optional.of(Fault.TOO_LONG);
        }
        if (password.strip().equalsIgnoreCase(username)) {
            return Optional.of(Fault.IS_THE_NAME);
        }
        return CommonPasswords.has(password, username) ? Optional.of(Fault.COMMON) : Optional.empty();
    }
}
