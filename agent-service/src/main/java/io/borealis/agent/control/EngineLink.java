package io.borealis.agent.control;

import io.borealis.protocol.control.ToEngine;

/** The way to the Engine as the tunnel sees it. Nothing here blocks. */
public interface EngineLink {

    /** Sends at most once: without a channel the message is dropped, and the next Hello tells what matters. */
    void send(ToEngine message);

    /** Whether a channel stands on which the Engine was heard within the last minute. */
    boolean isConnected();
}
