package io.borealis.engine.control;

import io.borealis.protocol.control.ToAgent;
import io.borealis.protocol.device.DeviceId;
import java.util.UUID;

/** A connected agent, for whoever has something to tell it. Thread-safe; sending never waits. */
public interface AgentConnection {
    DeviceId device();

    /** Made by chance at each start of the agent; another one is another process. */
    UUID agentRun();

    /** The version of the control protocol that both speak. */
    int protocol();

    /** What the device calls itself; never an identity. */
    String hostname();

    /** Puts the message on its way; what cannot be delivered closes the channel. */
    void send(ToAgent message);

    /** The IP address of this machine on which the agent arrived. */
    String localAddress();

    String remoteAddress();
}
