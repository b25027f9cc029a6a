package io.borealis.engine.control;

import io.borealis.protocol.control.CloseReason;
import io.borealis.protocol.control.ToEngine;
import io.borealis.protocol.device.DeviceId;
import java.util.Optional;

/** Who is told what agents say. The device is that of the channel, whatever a message claims. */
public interface AgentListener {
    /**
     * Why a channel is not kept.
     *
     * @param text one sentence for the agent's log, with the cure
     */
    record Refusal(CloseReason reason, String text) {}

    /** Settles what an agent that speaks our version still holds; empty to go on. */
    Optional<Refusal> greeted(AgentConnection agent, ToEngine.Hello hello);

    /** Handles what this agent says after its greeting; one message at a time, in order. */
    ToEngine.Handler conversationWith(AgentConnection agent);

    /**
     * An agent was turned away because another one, which is alive, is connected with the same device key: there are two
     * of a device of which there is one.
     */
    void cloned(AgentConnection holder, AgentConnection newcomer);

    /** The device's channel is gone and no newer one took its place. */
    void gone(DeviceId device);
}
