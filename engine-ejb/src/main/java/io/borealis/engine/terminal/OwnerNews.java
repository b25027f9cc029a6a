package io.borealis.engine.terminal;

import io.borealis.protocol.terminal.FromTerminal;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Tells the owner of a terminal who is there: how it is now, one word on its way at a time, so that neither a slow socket
 * nor busy guests fill memory. Thread-safe.
 */
final class OwnerNews {
    private final Supplier<FromTerminal> now;
    private final BiConsumer<FromTerminal, Runnable> tell;
    /** Words that were on their way to a screen before the owner's last one are answered by nobody. */
    private int screen;

    private boolean busy;
    private boolean again;

    OwnerNews(Supplier<FromTerminal> now, BiConsumer<FromTerminal, Runnable> tell) {
        this.now = now;
        this.tell = tell;
    }

    /** The owner has another screen. */
    synchronized void restart() {
        screen++;
        busy = false;
        again = false;
    }

    void changed() {
        int whose;
        synchronized (this) {
            again = busy;
            if (busy) {
                return;
            }
            busy = true;
            whose = screen;
        }
        tell.accept(now.get(), () -> taken(whose));
    }

    private void taken(int whose) {
        synchronized (this) {
            if (whose != screen) {
                return;
            }
            busy = false;
            if (!again) {
                return;
            }
        }
        changed();
    }
}
