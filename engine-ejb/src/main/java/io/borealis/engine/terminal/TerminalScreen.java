package io.borealis.engine.terminal;

import io.borealis.protocol.control.CloseReason;
import io.borealis.protocol.terminal.FromTerminal;

/**
 * Whoever watches a terminal. Methods are called by one thread at a time, in order, {@link #opened} or {@link #attached}
 * first; {@link #ended} is the last call and comes exactly once, unless the screen detached itself before. None may wait
 * long.
 */
public interface TerminalScreen {
    /** The shell runs. */
    void opened(String terminalId, int windowBytes);

    /** The shell runs since before: output from {@link Replay#offset} on follows, and goes on live. */
    void attached(String terminalId, Replay replay, int windowBytes);

    /** Output, cut anywhere, also within a character. The array belongs to the screen. */
    void output(byte[] bytes);

    /**
     * The same for a screen that is shown another's terminal.
     *
     * @param taken to be run once, when the far end took it; never when it is gone
     */
    void output(byte[] bytes, Runnable taken);

    /**
     * A word of a terminal that is shared.
     *
     * @param taken to be run once, when the far end took it; never when it is gone
     */
    void tell(FromTerminal word, Runnable taken);

    /** The shell ended with this code; {@link #ended} follows. */
    void exited(int exitCode);

    /**
     * The shell does not take what is typed: nothing more is to be given to {@link Attachment#input} until this is called
     * with false. Must not wait.
     */
    void holdInput(boolean hold);

    /** The terminal is gone, or shown by another screen from now on. */
    void ended(CloseReason reason, String text);
}
