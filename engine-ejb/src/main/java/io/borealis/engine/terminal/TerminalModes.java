package io.borealis.engine.terminal;

import java.util.Map;
import java.util.TreeMap;

/**
 * Which modes the output of a terminal left on: alternate screen, bracketed paste, cursor, keys, mouse, colours, character
 * sets, scroll region. Follows the output byte by byte in a few numbers, whatever it says: modes that it does not know are
 * not remembered. For one thread at a time.
 */
final class TerminalModes implements OutputParser.Listener {
    private static final int LARGEST_ROW = 9999;
    private static final String ESC = "\u001b";
    private static final String CSI = ESC + "[";

    /** DEC private modes, and whether they are on at first. */
    private static final Map<Integer, Boolean> AT_FIRST = new TreeMap<>(Map.of(
            1, false, // application cursor keys
            5, false, // dark on light
            7, true, // wrap at the right margin
            25, true, // cursor is visible
            45, false, // backspace wraps backwards
            1004, false, // tell the focus
            2004, false, // bracketed paste
            9001, false)); // keys in the form of Windows

    /** What is saved with the cursor, and comes back with it. */
    private static final class Saved {
        private final Rendition rendition = new Rendition();
        private final char[] charsets = {'B', 'B'};
        private int shift;
        private boolean origin;

        void become(Saved other) {
            rendition.become(other.rendition);
            charsets[0] = other.charsets[0];
            charsets[1] = other.charsets[1];
            shift = other.shift;
            origin = other.origin;
        }

        String restore() {
            return ESC + "(" + charsets[0] + ESC + ")" + charsets[1] + (shift == 0 ? "\u000f" : "\u000e")
                    + rendition.sequence();
        }
    }

    private final OutputParser parser = new OutputParser(this);
    private final Map<Integer, Boolean> privateModes = new TreeMap<>(AT_FIRST);
    private final Saved now = new Saved();
    private final Saved[] saved = {new Saved(), new Saved()};
    private boolean alternate;
    private boolean insert;
    private boolean newLine;
    private boolean keypad;
    private int mouse;
    private int mouseForm;
    private int cursorStyle;
    private String region = "";

    TerminalModes copy() {
        TerminalModes copy = new TerminalModes();
        copy.become(this);
        return copy;
    }

    void become(TerminalModes other) {
        parser.become(other.parser);
        privateModes.putAll(other.privateModes);
        now.become(other.now);
        saved[0].become(other.saved[0]);
        saved[1].become(other.saved[1]);
        alternate = other.alternate;
        insert = other.insert;
        newLine = other.newLine;
        keypad = other.keypad;
        mouse = other.mouse;
        mouseForm = other.mouseForm;
        cursorStyle = other.cursorStyle;
        region = other.region;
    }

    void feed(byte[] bytes, int from, int to) {
        parser.feed(bytes, from, to);
    }

    void feed(byte next) {
        parser.feed(next);
    }

    /** Whether the next byte begins a character or a sequence. */
    boolean isBetweenCharacters() {
        return parser.isBetweenCharacters();
    }

    /** Brings a screen in any state to an empty one with these modes; in ASCII, a few hundred characters at most. */
    String restore() {
        // CAN ends whatever sequence the screen was in the middle of
        StringBuilder all = new StringBuilder("\u0018" + CSI + "!p" + CSI + "?47l" + CSI + "?6l");
        all.append(CSI).append(newLine ? "20h" : "20l");
        privateModes.forEach(
                (mode, on) -> all.append(CSI).append('?').append(mode).append(on ? 'h' : 'l'));
        all.append(CSI).append("?1000l").append(CSI).append("?1006l");
        number(all, mouse, "?", "h");
        number(all, mouseForm, "?", "h");
        all.append(CSI).append(cursorStyle).append(" q");
        all.append(CSI)
                .append("0m")
                .append(CSI)
                .append('r')
                .append(CSI)
                .append('H')
                .append(CSI)
                .append("2J");
        if (alternate) {
            all.append(saved[0].restore())
                    .append(CSI)
                    .append("?1049h")
                    .append(CSI)
                    .append('H');
        }
        all.append(saved[alternate ? 1 : 0].restore()).append(ESC).append('7');
        if (!region.isEmpty()) {
            all.append(CSI).append(region).append('r');
        }
        all.append(now.origin ? CSI + "?6h" : "").append(CSI).append('H');
        all.append(insert ? CSI + "4h" : "").append(keypad ? ESC + "=" : ESC + ">");
        return all.append(now.restore()).append(parser.unfinishedString()).toString();
    }

    private static void number(StringBuilder all, int number, String before, String after) {
        if (number > 0) {
            all.append(CSI).append(before).append(number).append(after);
        }
    }

    @Override
    public void control(int character) {
        if (character == 0x0e || character == 0x0f) {
            now.shift = character == 0x0e ? 1 : 0;
        }
    }

    @Override
    public void escape(int intermediate, int last) {
        if (intermediate == '(' || intermediate == ')') {
            now.charsets[intermediate - '('] = (char) last;
        } else if (intermediate == 0) {
            switch (last) {
                case '7' -> save();
                case '8' -> recall();
                case '=' -> keypad = true;
                case '>' -> keypad = false;
                case 'c' -> become(new TerminalModes());
                default -> {
                    // moves and writes, and leaves nothing on
                }
            }
        }
    }

    private void save() {
        saved[alternate ? 1 : 0].become(now);
    }

    private void recall() {
        now.become(saved[alternate ? 1 : 0]);
    }

    @Override
    public void sequence(String parameters, int intermediate, int last) {
        boolean ofDec = parameters.startsWith("?");
        if (!parameters.isEmpty() && parameters.charAt(0) > ';' && !ofDec) {
            return;
        }
        if (intermediate == '!' && last == 'p') {
            softReset();
        } else if (intermediate == ' ' && last == 'q') {
            int style = digits(parameters, 0);
            cursorStyle = style <= 6 ? style : cursorStyle;
        } else if (intermediate == 0 && (last == 'h' || last == 'l')) {
            for (String mode : parameters.substring(ofDec ? 1 : 0).split(";", -1)) {
                set(ofDec, digits(mode, 0), last == 'h');
            }
        } else if (intermediate == 0 && !ofDec) {
            plain(parameters, last);
        }
    }

    private void plain(String parameters, int last) {
        switch (last) {
            case 'm' -> now.rendition.obey(parameters);
            case 'r' -> setRegion(parameters);
            case 's' -> save();
            case 'u' -> recall();
            default -> {
                // moves and writes, and leaves nothing on
            }
        }
    }

    private void setRegion(String parameters) {
        String[] rows = parameters.split(";", -1);
        int top = digits(rows[0], 1);
        int bottom = rows.length > 1 ? digits(rows[1], 0) : 0;
        region = top <= 1 && bottom == 0 ? "" : Math.max(1, top) + ";" + (bottom == 0 ? "" : Integer.toString(bottom));
    }

    private static int digits(String text, int without) {
        return text.matches("[0-9]{1,6}") ? Math.min(LARGEST_ROW, Integer.parseInt(text)) : without;
    }

    private void softReset() {
        now.become(new Saved());
        insert = false;
        keypad = false;
        region = "";
        privateModes.put(1, false);
        privateModes.put(7, true);
        privateModes.put(25, true);
    }

    private void set(boolean ofDec, int mode, boolean on) {
        if (!ofDec) {
            insert = mode == 4 ? on : insert;
            newLine = mode == 20 ? on : newLine;
            return;
        }
        switch (mode) {
            case 6 -> now.origin = on;
            case 9, 1000, 1001, 1002, 1003 -> mouse = on ? mode : 0;
            case 1005, 1006, 1015, 1016 -> mouseForm = on ? mode : 0;
            case 66 -> keypad = on;
            case 47, 1047 -> show(on);
            case 1048 -> savedOrRecalled(on);
            case 1049 -> {
                if (on != alternate) {
                    // Saved and recalled where the cursor of the other screen is not
                    alternate = false;
                    savedOrRecalled(on);
                    alternate = !on;
                }
                show(on);
            }
            default -> privateModes.computeIfPresent(mode, (known, before) -> on);
        }
    }

    private void show(boolean other) {
        if (other && !alternate) {
            saved[1].become(new Saved());
        }
        alternate = other;
    }

    private void savedOrRecalled(boolean on) {
        if (on) {
            save();
        } else {
            recall();
        }
    }
}
