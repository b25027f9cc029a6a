package io.borealis.engine.terminal;

import io.borealis.protocol.terminal.FromTerminal;
import io.borealis.protocol.terminal.Leave;
import io.borealis.protocol.terminal.TerminalSize;
import java.io.IOException;
import org.apache.sshd.client.channel.ChannelShell;

/**
 * All screens that show one terminal: which size the shell's window has for them, and what each is told of the others.
 * Thread-safe; not to be called in the turn of the terminal's output.
 */
final class Screens {
    private final String owner;
    private final Audience audience;
    private final ShellWindow window;
    private final OwnerNews ownerNews;
    private final Runnable whenBroken;

    /** @param whenBroken run when the device cannot be told of a size any more */
    Screens(String owner, ChannelShell shell, TerminalSize own, TerminalOutput output, Runnable whenBroken) {
        this.owner = owner;
        this.audience = output.audience();
        this.window = new ShellWindow(shell, own, audience);
        this.ownerNews = new OwnerNews(this::seenByOwner, output::tell);
        this.whenBroken = whenBroken;
    }

    /** The size of the shell's window. */
    TerminalSize size() {
        return window.size();
    }

    /** The owner has another screen. */
    void attached(TerminalSize wanted, boolean cut) {
        change(() -> window.attached(wanted, cut));
        ownerNews.restart();
        tellIfShared();
    }

    /** The owner's screen has another size. */
    void ownerWants(TerminalSize wanted) {
        change(() -> window.ownerWants(wanted));
        tellIfShared();
    }

    private void tellIfShared() {
        if (!audience.names().isEmpty()) {
            tell();
        }
    }

    /** Somebody came or went, may do something else, or has another size: the window fits, and everybody is told. */
    void changed() {
        change(window::fit);
        tell();
    }

    /** Whatever fills the screen draws it anew: somebody came who cannot be shown how it came to be. */
    void drawAnew() {
        change(window::drawAnew);
    }

    private void change(ShellWindow.Change step) {
        try {
            step.run();
        } catch (IOException broken) {
            whenBroken.run();
        }
    }

    private void tell() {
        ownerNews.changed();
        audience.tellNews();
    }

    private FromTerminal seenByOwner() {
        TerminalSize now = size();
        return new FromTerminal.Audience(audience.guests(), now.columns(), now.rows());
    }

    /** What this person is to know beside the output. */
    FromTerminal.Watching seenBy(String username) {
        TerminalSize now = size();
        return new FromTerminal.Watching(
                owner, audience.shareOf(username).orElse(Leave.WATCH), now.columns(), now.rows());
    }
}
