package io.borealis.protocol;

import java.util.Locale;
import java.util.Optional;

/**
 * The one rule for text, from whatever side it comes in and wherever it is written down. In: {@link #faultIn} for text
 * of several lines, {@link #faultInName} for names and parameters. Out: {@link #readable} for a line that a person reads.
 */
public final class Text {

    /** What has no place in a text. The wire name is stable. */
    public enum Fault {
        /** U+0000, which PostgreSQL stores in no text. */
        NUL,
        /** A control character other than tab, line feed and carriage return; in a name any of them. */
        CONTROL_CHARACTER,
        /** Half of a surrogate pair: no character at all, and nothing that UTF-8 could carry. */
        LONE_SURROGATE,
        /** Turns the direction of what follows, so that a name reads as another one. */
        BIDI_CONTROL,
        /** U+2028 or U+2029 in a name. */
        LINE_SEPARATOR;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** For a sentence: what it is, in the words of people. */
        public String words() {
            return switch (this) {
                case NUL -> "the character U+0000";
                case CONTROL_CHARACTER -> "a control character";
                case LONE_SURROGATE -> "half of a surrogate pair";
                case BIDI_CONTROL -> "a character that turns the direction of writing";
                case LINE_SEPARATOR -> "a line separator";
            };
        }
    }

    private Text() {}

    /** What is wrong with a text that may have lines; empty when nothing is. */
    public static Optional<Fault> faultIn(String text) {
        return text.codePoints()
                .filter(c -> c == 0 || isSurrogate(c) || (Character.isISOControl(c) && !isLayout(c)))
                .mapToObj(Text::faultOf)
                .findFirst();
    }

    /** What is wrong with a text of one line that people compare with others: a name, a parameter; empty when nothing is. */
    public static Optional<Fault> faultInName(String text) {
        return text.codePoints()
                .filter(c -> isSurrogate(c) || Character.isISOControl(c) || isBidiControl(c) || isLineSeparator(c))
                .mapToObj(Text::faultOf)
                .findFirst();
    }

    /** Whether it can be the name of something: one line, not blank, not longer, and nothing wrong with it. */
    public static boolean isName(String text, int longest) {
        return !text.isBlank() && text.length() <= longest && faultInName(text).isEmpty();
    }

    private static Fault faultOf(int c) {
        if (c == 0) {
            return Fault.NUL;
        }
        if (isSurrogate(c)) {
            return Fault.LONE_SURROGATE;
        }
        if (isBidiControl(c)) {
            return Fault.BIDI_CONTROL;
        }
        return isLineSeparator(c) ? Fault.LINE_SEPARATOR : Fault.CONTROL_CHARACTER;
    }

    /**
     * The text for one line that a person reads: what is neither letter, mark, digit, punctuation nor symbol, nor the
     * plain space, is written {@code \}{@code uXXXX}. So it breaks no line, hides nothing and can be stored anywhere.
     */
    public static String readable(String text) {
        StringBuilder line = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> appendReadable(line, c));
        return line.toString();
    }

    /** {@link #readable}, between quotation marks that the text cannot end: for one field of a line. */
    public static String quoted(String text) {
        StringBuilder field = new StringBuilder(text.length() + 16).append('"');
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                field.append('\\');
            }
            appendReadable(field, c);
        });
        return field.append('"').toString();
    }

    /** At most so many UTF-16 units from the beginning; never half a character. */
    public static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        boolean splits = most > 0
                && Character.isHighSurrogate(text.charAt(most - 1))
                && Character.isLowSurrogate(text.charAt(most));
        return text.substring(0, splits ? most - 1 : most);
    }

    private static void appendReadable(StringBuilder line, int c) {
        if (isPrintable(c)) {
            line.appendCodePoint(c);
        } else if (Character.isBmpCodePoint(c)) {
            line.append("\\u%04x".formatted(c));
        } else {
            line.append("\\u{%x}".formatted(c));
        }
    }

    // Unassigned ones are not: what this Java does not know yet might be anything, and is still told apart this way
    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            default -> true;
        };
    }

    private static boolean isLayout(int c) {
        return c == '\t' || c == '\n' || c == '\r';
    }

    private static boolean isSurrogate(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }

    private static boolean isBidiControl(int c) {
        return c == 0x061C
                || c == 0x200E
                || c == 0x200F
                || (c >= 0x202A && c <= 0x202E)
                || (c >= 0x2066 && c <= 0x2069);
    }

    private static boolean isLineSeparator(int c) {
        return c == 0x2028 || c == 0x2029;
    }
}
