package io.borealis.protocol.terminal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What a browser says beside its keystrokes, as a text frame; keystrokes are binary frames. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ToTerminal.Resize.class, name = "resize"),
    @JsonSubTypes.Type(value = ToTerminal.Acknowledge.class, name = "ack"),
    @JsonSubTypes.Type(value = ToTerminal.Attach.class, name = "attach"),
    @JsonSubTypes.Type(value = ToTerminal.Leaving.class, name = "leaving"),
})
public sealed interface ToTerminal {

    /** The window changed its size. */
    record Resize(int columns, int rows) implements ToTerminal {}

    /**
     * The browser has drawn this many more bytes of the output that came on this socket. The Engine stops reading from the device while more than
     * {@link FromTerminal#WINDOW_BYTES} are unacknowledged.
     */
    record Acknowledge(int bytes) implements ToTerminal {}

    /**
     * The first word on a socket whose ticket is for a terminal that runs.
     *
     * @param from the offset of the first byte of output that this screen has not drawn; 0 for an empty screen
     */
    record Attach(String terminalId, long from) implements ToTerminal {}

    /** The page goes away, or is loaded anew: nobody comes back after a few seconds. */
    record Leaving() implements ToTerminal {}
}
