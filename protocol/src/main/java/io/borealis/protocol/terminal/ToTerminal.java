package io.borealis.protocol.terminal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What a browser says beside its keystrokes, as a text frame; keystrokes are binary frames. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ToTerminal.Resize.class, name = "resize"),
    @JsonSubTypes.Type(value = ToTerminal.Acknowledge.class, name = "ack"),
})
public sealed interface ToTerminal {

    /** The window changed its size. */
    record Resize(int columns, int rows) implements ToTerminal {}

    /**
     * The browser has drawn this many more bytes of output. The Engine stops reading from the device while more than
     * {@link FromTerminal#WINDOW_BYTES} are unacknowledged.
     */
    record Acknowledge(int bytes) implements ToTerminal {}
}
