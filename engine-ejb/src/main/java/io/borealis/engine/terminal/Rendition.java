package io.borealis.engine.terminal;

import java.util.BitSet;
import java.util.regex.Pattern;

/** Colours and attributes of what is written next (SGR, ECMA-48 8.3.117). Bounded. For one thread at a time. */
final class Rendition {
    private static final Pattern COLOUR = Pattern.compile("5;[0-9]{1,3}|2;[0-9]{1,3};[0-9]{1,3};[0-9]{1,3}");
    private static final Pattern COLOUR_OF_PARTS = Pattern.compile("[345]8(:[0-9]{0,3}){1,6}");
    private static final Pattern UNDERLINE = Pattern.compile("4:[0-5]");

    private final BitSet attributes = new BitSet();
    private String underline = "";
    private String foreground = "";
    private String background = "";
    private String line = "";

    void become(Rendition other) {
        attributes.clear();
        attributes.or(other.attributes);
        underline = other.underline;
        foreground = other.foreground;
        background = other.background;
        line = other.line;
    }

    void reset() {
        become(new Rendition());
    }

    /** Obeys the parameters of one sequence; what it does not know changes nothing. */
    void obey(String parameters) {
        String[] parts = parameters.split(";", -1);
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i];
            if (part.isEmpty()) {
                reset();
            } else if (COLOUR_OF_PARTS.matcher(part).matches()) {
                colour(part.charAt(0), part);
            } else if (UNDERLINE.matcher(part).matches()) {
                underline = part.equals("4:0") ? "" : part;
            } else if (part.matches("[0-9]{1,3}")) {
                int code = Integer.parseInt(part);
                if (code == 38 || code == 48 || code == 58) {
                    i += extended(code, parts, i + 1);
                } else {
                    simple(code);
                }
            }
        }
    }

    // How many further parameters belong to it
    private int extended(int code, String[] parts, int from) {
        int more = from < parts.length && parts[from].equals("2") ? 4 : 2;
        StringBuilder colour = new StringBuilder();
        for (int i = from; i < Math.min(parts.length, from + more); i++) {
            colour.append(i == from ? "" : ";").append(parts[i].isEmpty() ? "0" : parts[i]);
        }
        if (COLOUR.matcher(colour).matches()) {
            colour(Character.forDigit(code / 10, 10), code + ";" + colour);
        }
        return more;
    }

    private void colour(char which, String code) {
        switch (which) {
            case '3' -> foreground = code;
            case '4' -> background = code;
            default -> line = code;
        }
    }

    private void simple(int code) {
        switch (code) {
            case 0 -> reset();
            case 1, 2, 3, 5, 6, 7, 8, 9, 53 -> attributes.set(code);
            case 4 -> underline = "4";
            case 21 -> underline = "21";
            case 22 -> attributes.clear(1, 3);
            case 23 -> attributes.clear(3);
            case 24 -> underline = "";
            case 25 -> attributes.clear(5, 7);
            case 27, 28, 29 -> attributes.clear(code - 20);
            case 39 -> foreground = "";
            case 49 -> background = "";
            case 55 -> attributes.clear(53);
            case 59 -> line = "";
            default -> palette(code);
        }
    }

    private void palette(int code) {
        if (code >= 30 && code <= 37 || code >= 90 && code <= 97) {
            foreground = Integer.toString(code);
        } else if (code >= 40 && code <= 47 || code >= 100 && code <= 107) {
            background = Integer.toString(code);
        }
    }

    boolean isPlain() {
        return sequence().equals("\u001b[0m");
    }

    /** The sequence that brings any terminal to it. */
    String sequence() {
        StringBuilder all = new StringBuilder("\u001b[0");
        attributes.stream().forEach(code -> all.append(';').append(code));
        for (String part : new String[] {underline, foreground, background, line}) {
            if (!part.isEmpty()) {
                all.append(';').append(part);
            }
        }
        return all.append('m').toString();
    }
}
