package io.borealis.engine.terminal;

import io.borealis.protocol.terminal.TerminalSize;
import java.io.IOException;
import org.apache.sshd.client.channel.ChannelShell;

/** The size of a shell's window: the smallest of all screens that show it decides. Thread-safe. */
final class ShellWindow {
    private final ChannelShell shell;
    private final Audience audience;
    private TerminalSize own;
    private volatile TerminalSize size;

    /** A step that the device may not hear of any more. */
    @FunctionalInterface
    interface Change {
        void run() throws IOException;
    }

    /** @param own the size of the owner's screen, and of the shell's window at first */
    ShellWindow(ChannelShell shell, TerminalSize own, Audience audience) {
        this.shell = shell;
        this.audience = audience;
        this.own = own;
        this.size = own;
    }

    /** What the device was told last; waits for nobody. */
    TerminalSize size() {
        return size;
    }

    /** The owner's screen has this size now. */
    synchronized void ownerWants(TerminalSize wanted) throws IOException {
        own = wanted;
        tell(audience.smallest(own));
    }

    /** The owner has another screen, of this size; to be drawn anew when it is not shown all that was printed. */
    synchronized void attached(TerminalSize wanted, boolean cut) throws IOException {
        boolean changed = !wanted.equals(own);
        own = wanted;
        if (cut) {
            drawAnew();
        } else if (changed) {
            tell(audience.smallest(own));
        }
    }

    /** Somebody came, went, or has another size. */
    synchronized void fit() throws IOException {
        TerminalSize smallest = audience.smallest(own);
        if (!smallest.equals(size)) {
            tell(smallest);
        }
    }

    /** Whatever fills the screen draws it anew when its size changes, and only then. */
    synchronized void drawAnew() throws IOException {
        TerminalSize fit = audience.smallest(own);
        tell(new TerminalSize(fit.columns(), fit.rows() > 2 ? fit.rows() - 1 : fit.rows() + 1));
        tell(fit);
    }

    private void tell(TerminalSize now) throws IOException {
        size = now;
        shell.sendWindowChange(now.columns(), now.rows());
    }
}
