package io.borealis.engine.access;

import java.util.List;
import java.util.Optional;

/**
 * Sessions, the newest first.
 *
 * @param next ask for the sessions after this one; empty on the last page
 */
public record SessionPage(List<SessionView> sessions, Optional<String> next) {
    public SessionPage {
        sessions = List.copyOf(sessions);
    }
}
