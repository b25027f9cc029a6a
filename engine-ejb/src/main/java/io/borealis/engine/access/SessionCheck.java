package io.borealis.engine.access;

import java.util.Optional;

/** Whether the session of an access token lives. */
public sealed interface SessionCheck {
    record Live() implements SessionCheck {}

    /** It lives, and may do nothing but this. */
    record Obliged(Duty duty) implements SessionCheck {}

    /** @param reason stable name; empty for a session that is not known, or not any more */
    record Over(Optional<String> reason) implements SessionCheck {}
}
