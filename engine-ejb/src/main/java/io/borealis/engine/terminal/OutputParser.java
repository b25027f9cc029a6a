package io.borealis.engine.terminal;

/**
 * Splits the output of a terminal into characters, control characters and escape sequences, cut anywhere, as ECMA-48 and
 * the emulators of xterm's family do. Holds a few numbers whatever comes: of a sequence that is longer than any real one
 * only the end is looked for, of a string (title, device control) as well. For one thread at a time.
 */
final class OutputParser {
    /** A longer control sequence means nothing to anybody. */
    private static final int MOST_PARAMETER_BYTES = 128;

    private static final int BELL = 0x07;
    private static final int CANCEL = 0x18;
    private static final int SUBSTITUTE = 0x1a;
    private static final int ESCAPE = 0x1b;
    private static final int DELETE = 0x7f;
    private static final int NO_CONTROL = 0x10000;
    /** C1 controls stand for ESC and this much less. */
    private static final int C1 = 0x40;

    /** Who is told what was said. */
    interface Listener {
        /** A control character below space, not one that begins or ends a sequence. */
        void control(int character);

        /** ESC, perhaps an intermediate (0 for none), and a final character. */
        void escape(int intermediate, int last);

        /** A control sequence with its parameters, prefix included, an intermediate (0 for none) and its final character. */
        void sequence(String parameters, int intermediate, int last);
    }

    private enum State {
        GROUND,
        ESCAPE,
        SEQUENCE,
        STRING
    }

    private final Listener listener;
    private final StringBuilder parameters = new StringBuilder();
    private State state = State.GROUND;
    private int introducer;
    private int intermediate;
    private boolean ignored;
    private int utf8Wanted;
    private int codePoint;

    OutputParser(Listener listener) {
        this.listener = listener;
    }

    void become(OutputParser other) {
        parameters.setLength(0);
        parameters.append(other.parameters);
        state = other.state;
        introducer = other.introducer;
        intermediate = other.intermediate;
        ignored = other.ignored;
        utf8Wanted = other.utf8Wanted;
        codePoint = other.codePoint;
    }

    /** Whether the next byte begins a character or a sequence. */
    boolean isBetweenCharacters() {
        return state == State.GROUND && utf8Wanted == 0;
    }

    /** What begins the string that has no end yet; empty outside of one. */
    String unfinishedString() {
        return state == State.STRING ? "\u001b" + (char) introducer : "";
    }

    void feed(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            byte next = bytes[i];
            // What nearly all output is made of
            if (next < ' ' || next == DELETE || state != State.GROUND || utf8Wanted > 0) {
                feed(next);
            }
        }
    }

    void feed(byte next) {
        int unit = next & 0xff;
        if (utf8Wanted > 0) {
            if ((unit & 0xc0) == 0x80) {
                codePoint = codePoint == NO_CONTROL ? NO_CONTROL : codePoint << 6 | unit & 0x3f;
                utf8Wanted--;
                if (utf8Wanted == 0) {
                    character(codePoint);
                }
                return;
            }
            // Cut short by what is here now
            utf8Wanted = 0;
        }
        if (unit < 0x80) {
            character(unit);
        } else if (unit >= 0xc2 && unit < 0xf5) {
            utf8Wanted = unit < 0xe0 ? 1 : unit < 0xf0 ? 2 : 3;
            // No sequence of more bytes stands for a control; one that tries to is a character that cannot be shown
            codePoint = utf8Wanted == 1 ? unit & 0x1f : NO_CONTROL;
        }
    }

    private void character(int character) {
        if (character == ESCAPE) {
            begin(State.ESCAPE);
        } else if (character == CANCEL || character == SUBSTITUTE) {
            state = State.GROUND;
        } else if (character >= 0x80 && character < 0xa0) {
            begin(State.ESCAPE);
            escaped(character - C1);
        } else if (state == State.STRING) {
            if (character == BELL && introducer == ']') {
                state = State.GROUND;
            }
        } else if (character < ' ') {
            listener.control(character);
        } else if (state == State.ESCAPE && character != DELETE) {
            escaped(character);
        } else if (state == State.SEQUENCE && character != DELETE) {
            inSequence(character);
        }
    }

    private void begin(State next) {
        state = next;
        parameters.setLength(0);
        intermediate = 0;
        ignored = false;
    }

    private void escaped(int character) {
        if (character < 0x30) {
            ignored |= intermediate != 0;
            intermediate = character;
        } else if (intermediate == 0 && character == '[') {
            begin(State.SEQUENCE);
        } else if (intermediate == 0 && "]PX^_".indexOf(character) >= 0) {
            begin(State.STRING);
            introducer = character;
        } else {
            state = State.GROUND;
            if (!ignored && character < DELETE) {
                listener.escape(intermediate, character);
            }
        }
    }

    private void inSequence(int character) {
        if (character < 0x30) {
            ignored |= intermediate != 0;
            intermediate = character;
        } else if (character < 0x40) {
            ignored |= intermediate != 0 || parameters.length() >= MOST_PARAMETER_BYTES;
            if (!ignored) {
                parameters.append((char) character);
            }
        } else {
            state = State.GROUND;
            if (!ignored && character < DELETE) {
                listener.sequence(parameters.toString(), intermediate, character);
            }
        }
    }
}
