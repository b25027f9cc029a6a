package io.borealis.engine.terminal;

import io.borealis.protocol.terminal.TerminalSize;

/** The hold of the owner's screen, for as long as no other screen of his attaches. Thread-safe. */
final class OwnAttachment implements Attachment {
    private final Terminal terminal;
    private final TerminalScreen screen;

    OwnAttachment(Terminal terminal, TerminalScreen screen) {
        this.terminal = terminal;
        this.screen = screen;
    }

    @Override
    public String id() {
        return terminal.id();
    }

    @Override
    public void input(byte[] bytes) {
        if (terminal.shows(screen)) {
            terminal.input(bytes);
        }
    }

    @Override
    public void resize(TerminalSize size) {
        if (terminal.shows(screen)) {
            terminal.resize(size);
        }
    }

    @Override
    public void acknowledge(int bytes) {
        terminal.acknowledge(screen, bytes);
    }

    @Override
    public void detach(boolean saidThatItLeaves) {
        terminal.detach(screen, saidThatItLeaves);
    }

    /** Ends the shell. */
    @Override
    public void close() {
        if (terminal.shows(screen)) {
            terminal.close();
        }
    }
}
