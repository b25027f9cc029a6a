package io.borealis.engine.terminal;

import io.borealis.protocol.terminal.FromTerminal;

/** What became of sharing a terminal, or of taking it back. */
public sealed interface ShareResult {
    /** It is shared so from now on. */
    record Shared(FromTerminal.Guest guest) implements ShareResult {}

    /** It is shared with this person no more. */
    record TakenBack() implements ShareResult {}

    /** This operator session has no such terminal. */
    record NoTerminal() implements ShareResult {}

    /** @param how this operator session's terminal ended, in words for him */
    record Ended(String how) implements ShareResult {}

    /** This person does not share the tunnel, or there is nobody of this name: which of both nobody is told. */
    record NotInTunnel(String operator) implements ShareResult {}

    /** It is not shared with this person. */
    record NotShared(String operator) implements ShareResult {}

    /** It is shared with so many already. */
    record TooMany(int most) implements ShareResult {}
}
