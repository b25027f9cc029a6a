package io.borealis.engine.activity.report;

import io.borealis.engine.Page;

/** What became of asking for a page of the sessions report. */
public sealed interface SessionsPage {
    record Found(Page<TunnelSession> page) implements SessionsPage {}

    /** The tunnel after which the page was to begin is not there, or not for this person. */
    record UnknownTunnel() implements SessionsPage {}
}
