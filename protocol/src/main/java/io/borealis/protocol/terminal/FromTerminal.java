package io.borealis.protocol.terminal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What the Engine says to a browser beside the terminal's output, as a text frame; output is binary frames. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = FromTerminal.Opened.class, name = "opened"),
    @JsonSubTypes.Type(value = FromTerminal.Exited.class, name = "exited"),
})
public sealed interface FromTerminal {

    /** How many bytes of output may be on their way to a browser before it must acknowledge. */
    int WINDOW_BYTES = 256 * 1024;

    /** The shell runs. */
    record Opened(String terminalId, int windowBytes) implements FromTerminal {}

    /** The shell ended with this exit code. */
    record Exited(int exitCode) implements FromTerminal {}
}
