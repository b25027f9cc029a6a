package io.borealis.protocol.terminal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What the Engine says to a browser beside the terminal's output, as a text frame; output is binary frames. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = FromTerminal.Opened.class, name = "opened"),
    @JsonSubTypes.Type(value = FromTerminal.InputRefused.class, name = "input_refused"),
    @JsonSubTypes.Type(value = FromTerminal.Exited.class, name = "exited"),
})
public sealed interface FromTerminal {

    /** How many bytes of output may be on their way to a browser before it must acknowledge. */
    int WINDOW_BYTES = 256 * 1024;

    /** How many bytes of keystrokes one message may have; a longer text is sent in several. */
    int MAX_INPUT_BYTES = 512 * 1024;

    /**
     * The shell runs.
     *
     * @param windowBytes how much output may be unacknowledged
     * @param maxInput how many bytes one message of keystrokes may have
     */
    record Opened(String terminalId, int windowBytes, int maxInput) implements FromTerminal {}

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
}
