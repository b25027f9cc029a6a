package io.borealis.engine.control;

/** The Engine's end of one agent's link, for the transport to report to. Thread-safe; neither method waits. */
public final class AgentChannel {
    /** One text frame, in the order of arrival. */
    public void received(String text) {
        throw new UnsupportedOperationException();
    }

    /** The link is gone, for whatever reason; a second call does nothing. */
    public void closed() {
        throw new UnsupportedOperationException();
    }
}
