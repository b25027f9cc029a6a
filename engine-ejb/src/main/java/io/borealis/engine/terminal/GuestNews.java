package io.borealis.engine.terminal;

import io.borealis.protocol.terminal.FromTerminal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a guest's screen is still to be told beside the output: how it is now, however often it changed. Thread-safe. */
final class GuestNews {
    private FromTerminal.@Nullable Watching told;
    private FromTerminal.@Nullable Unheard unheard;

    /** What he typed went nowhere; however much it was, he is told once. */
    synchronized void refuse(FromTerminal.Unheard reason) {
        unheard = reason;
    }

    /** @param now how it is at this moment */
    synchronized Optional<FromTerminal> next(FromTerminal.Watching now) {
        if (!now.equals(told)) {
            told = now;
            return Optional.of(now);
        }
        FromTerminal.Unheard refused = unheard;
        unheard = null;
        return Optional.ofNullable(refused).map(FromTerminal.KeyboardRefused::new);
    }
}
