package io.borealis.engine.terminal;

import io.borealis.protocol.control.CloseReason;

/**
 * Whoever watches a terminal. Methods are called by one thread at a time, in order; {@link #ended} is the last call and
 * comes exactly once for a terminal that was opened. None may wait long.
 */
public interface TerminalScreen {
    /** The shell runs. */
    void opened(String terminalId, int windowBytes);

    /** Output, cut anywhere, also within a character. The array belongs to the screen. */
    void output(byte[] bytes);

    /** The shell ended with this code; {@link #ended} follows. */
    void exited(int exitCode);

    /**
     * The shell does not take what is typed: nothing more is to be given to {@link Terminal#input} until this is called
     * with false. May come from any thread, beside the other calls, and must not wait.
     */
    void holdInput(boolean hold);

    /** The terminal is gone. */
    void ended(CloseReason reason, String text);
}
