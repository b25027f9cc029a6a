package io.borealis.web.terminal;

import java.io.ByteArrayOutputStream;
import java.util.Optional;

/**
 * One message, put together from the parts in which it arrives. A message beyond the bound is let go as a whole, and its
 * parts take no memory. For one thread at a time.
 */
final class Message {

    private final int most;
    private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
    private boolean tooLarge;

    /** @param most bytes of a message that is taken */
    Message(int most) {
        this.most = most;
    }

    /** What a complete message is. */
    sealed interface Whole {
        record Taken(byte[] bytes) implements Whole {}

        record TooLarge(int most) implements Whole {}
    }

    /** The message, once its last part is here. */
    Optional<Whole> add(byte[] part, boolean last) {
        if (parts.size() + part.length > most) {
            tooLarge = true;
            parts.reset();
        }
        if (!tooLarge) {
            parts.writeBytes(part);
        }
        if (!last) {
            return Optional.empty();
        }
        Whole whole = tooLarge ? new Whole.TooLarge(most) : new Whole.Taken(parts.toByteArray());
        tooLarge = false;
        parts.reset();
        return Optional.of(whole);
    }
}
