package io.borealis.engine.tunnel;

import io.borealis.engine.terminal.Replay;
import io.borealis.engine.terminal.TerminalScreen;
import io.borealis.protocol.control.CloseReason;
import io.borealis.protocol.terminal.FromTerminal;

/** The screen of a terminal that must not open. */
final class NoScreen implements TerminalScreen {
    @Override
    public void opened(String terminalId, int windowBytes) {
        throw new IllegalStateException("a terminal opened that must not");
    }

    @Override
    public void attached(String terminalId, Replay replay, int windowBytes) {
        throw new IllegalStateException("a terminal was attached to that must not open");
    }

    @Override
    public void output(byte[] bytes) {
        throw new IllegalStateException("output of a terminal that must not open");
    }

    @Override
    public void output(byte[] bytes, Runnable taken) {}

    @Override
    public void tell(FromTerminal word, Runnable taken) {}

    @Override
    public void exited(int exitCode) {
        throw new IllegalStateException("exit of a terminal that must not open");
    }

    @Override
    public void holdInput(boolean hold) {
        throw new IllegalStateException("input of a terminal that must not open");
    }

    @Override
    public void ended(CloseReason reason, String text) {
        throw new IllegalStateException("end of a terminal that must not open");
    }
}
