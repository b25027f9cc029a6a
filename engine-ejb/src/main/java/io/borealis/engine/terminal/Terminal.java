package io.borealis.engine.terminal;

import io.borealis.protocol.terminal.TerminalSize;

/** One open terminal. Thread-safe; after its end every call does nothing. */
public final class Terminal implements AutoCloseable {
    /** Keystrokes, in order. */
    public void input(byte[] bytes) {
        throw new UnsupportedOperationException();
    }

    public void resize(TerminalSize size) {
        throw new UnsupportedOperationException();
    }

    /** The screen has drawn this many more bytes. */
    public void acknowledge(int bytes) {
        throw new UnsupportedOperationException();
    }

    /** Ends the shell. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
