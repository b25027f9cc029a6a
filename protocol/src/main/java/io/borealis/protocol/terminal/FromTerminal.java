package io.borealis.protocol.terminal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;

/** What the Engine says to a browser beside the terminal's output, as a text frame; output is binary frames. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = FromTerminal.Opened.class, name = "opened"),
    @JsonSubTypes.Type(value = FromTerminal.Attached.class, name = "attached"),
    @JsonSubTypes.Type(value = FromTerminal.InputRefused.class, name = "input_refused"),
    @JsonSubTypes.Type(value = FromTerminal.Exited.class, name = "exited"),
    @JsonSubTypes.Type(value = FromTerminal.Audience.class, name = "audience"),
    @JsonSubTypes.Type(value = FromTerminal.Watching.class, name = "watching"),
    @JsonSubTypes.Type(value = FromTerminal.Skipped.class, name = "skipped"),
    @JsonSubTypes.Type(value = FromTerminal.KeyboardRefused.class, name = "keyboard_refused"),
})
public sealed interface FromTerminal {

    /** How many bytes of output may be on their way to a browser before it must acknowledge. */
    int WINDOW_BYTES = 256 * 1024;

    /** How many bytes of keystrokes one message may have; a longer text is sent in several. */
    int MAX_INPUT_BYTES = 512 * 1024;

    /**
     * The shell runs. From here on each byte of output has an offset, by which a later socket attaches.
     *
     * @param offset of the first byte of output
     * @param window how many bytes of output may be unacknowledged
     * @param maxInput how many bytes one message of keystrokes may have
     */
    record Opened(String terminalId, long offset, int window, int maxInput) implements FromTerminal {}

    /**
     * The shell runs since before: the replay follows, then live output.
     *
     * @param offset of the first byte of output that follows: what was asked for, or later when that is lost
     * @param liveFrom where the replay ends; whatever the screen answers before goes nowhere
     * @param restore to be drawn first, and not counted, when output was lost: brings the screen to the modes that were on;
     *     else empty
     * @param window how many bytes of output may be unacknowledged; the replay counts
     * @param maxInput how many bytes one message of keystrokes may have
     */
    record Attached(String terminalId, long offset, long liveFrom, String restore, int window, int maxInput)
            implements FromTerminal {}

    /** What a browser sends. */
    enum Input {
        /** Binary frames. */
        KEYSTROKES,
        /** Text frames: {@link ToTerminal}. */
        WORD;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One message was larger than it may be: nothing of it was taken, and the shell lives.
     *
     * @param maxBytes how many bytes one message of this input may have
     */
    record InputRefused(Input input, int maxBytes) implements FromTerminal {}

    /** The shell ended with this exit code. */
    record Exited(int exitCode) implements FromTerminal {}

    /**
     * To the owner of a terminal that he shares: with whom, and who is there. Told at first and whenever it changes.
     *
     * @param columns of the shell's window: the smallest screen decides
     * @param rows the same
     */
    record Audience(List<Guest> guests, int columns, int rows) implements FromTerminal {}

    /**
     * One with whom a terminal is shared. Immutable.
     *
     * @param screens on how many screens he sees it at this moment
     */
    record Guest(String operator, Leave may, int screens) {}

    /**
     * To somebody who is shown another's terminal: whose it is, what he may do there, and the size of the shell's window.
     * Told at first and whenever it changes.
     */
    record Watching(String operator, Leave may, int columns, int rows) implements FromTerminal {}

    /**
     * To somebody who is shown another's terminal and was too slow: what was printed before {@code offset} never comes on
     * this socket. The fields mean what they mean in {@link Attached}.
     */
    record Skipped(long offset, long liveFrom, String restore) implements FromTerminal {}

    /** Why a guest's keystrokes went nowhere. */
    enum Unheard {
        /** He may watch, not type. */
        WATCHING,
        /** The shell takes nothing at this moment; he is to type it again. */
        BUSY;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** To somebody who is shown another's terminal: nothing of what he typed was taken. The terminal lives. */
    record KeyboardRefused(Unheard reason) implements FromTerminal {}
}
