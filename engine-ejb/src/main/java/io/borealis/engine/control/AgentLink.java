package io.borealis.engine.control;

import io.borealis.protocol.control.CloseReason;

/**
 * The transport under one agent's channel. {@link #send} is called by one thread at a time, in order, never by the
 * thread that decides something; it may wait for the transport for a few seconds. What fails in here closes the link
 * and is reported by {@link AgentChannel#closed}.
 */
public interface AgentLink {
    /** Sends one text frame. */
    void send(String text);

    /** Asks the other end for a sign of life, which is reported by {@link AgentChannel#heard}; never waits. */
    void ping();

    /** Closes the link; a second call does nothing. */
    void close(CloseReason reason, String text);

    /** The IP address of this machine on which the agent arrived. */
    String localAddress();

    String remoteAddress();
}
