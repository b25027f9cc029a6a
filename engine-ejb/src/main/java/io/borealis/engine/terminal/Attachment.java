package io.borealis.engine.terminal;

import io.borealis.protocol.terminal.FromTerminal;
import io.borealis.protocol.terminal.TerminalSize;

/**
 * One screen's hold on a terminal, for as long as it has the right to it and the terminal lives; after that every call
 * does nothing. Thread-safe.
 */
public interface Attachment extends AutoCloseable {
    /** The terminal's name. */
    String id();

    /**
     * Keystrokes, in order; at most {@link FromTerminal#MAX_INPUT_BYTES} at once. A shell that does not take them holds
     * the screen's input back.
     */
    void input(byte[] bytes);

    /** The screen has another size now. */
    void resize(TerminalSize size);

    /** The screen has drawn this many more bytes of what it was given by this attachment. */
    void acknowledge(int bytes);

    /**
     * The screen is gone. Its owner's terminal waits for another one, for longer after a drop than after a leave-taking.
     */
    void detach(boolean saidThatItLeaves);

    /** The person is done with it: his own shell ends, another's does not. */
    @Override
    void close();
}
