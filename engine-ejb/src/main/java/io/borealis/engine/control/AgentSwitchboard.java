package io.borealis.engine.control;

import io.borealis.protocol.Ticker;
import io.borealis.protocol.control.CloseReason;
import io.borealis.protocol.control.ToAgent;
import io.borealis.protocol.device.DeviceId;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Who is connected: one channel per device, a newer one supersedes. Thread-safe; sending never waits. */
public final class AgentSwitchboard {
    private final Map<DeviceId, AgentChannel> channels = new ConcurrentHashMap<>();
    private final Executor threads;
    private final Clock clock;
    private final Ticker ticker;
    private volatile @Nullable AgentListener listener;

    public AgentSwitchboard(Executor threads, Clock clock, Ticker ticker) {
        this.threads = threads;
        this.clock = clock;
        this.ticker = ticker;
    }

    /** From now on agents may connect, and this one is told what they say. */
    public void serve(AgentListener who) {
        this.listener = who;
    }

    /**
     * A link of this device was opened and its identity proven.
     *
     * @return what the transport reports frames and the end of the link to
     * @throws IllegalStateException when the Engine is not ready to serve agents
     */
    public AgentChannel connected(DeviceId device, AgentLink link) {
        AgentListener who = listener;
        if (who == null) {
            throw new IllegalStateException("the Engine does not serve agents yet");
        }
        AgentChannel channel = new AgentChannel(
                device, link, who, threads, new ToldTime(clock, ticker), closed -> forget(closed, who));
        AgentChannel older = channels.put(device, channel);
        if (older != null) {
            older.close(CloseReason.SUPERSEDED, "a newer channel of this agent was opened");
        }
        return channel;
    }

    private void forget(AgentChannel channel, AgentListener who) {
        if (channels.remove(channel.device(), channel)) {
            threads.execute(() -> who.gone(channel.device()));
        }
    }

    /** Whether the device's agent is there and said hello. */
    public boolean isConnected(DeviceId device) {
        return find(device).isPresent();
    }

    /** The device's agent, once it said hello. */
    public Optional<AgentConnection> find(DeviceId device) {
        return Optional.ofNullable(channels.get(device))
                .filter(AgentChannel::isTalking)
                .map(channel -> channel);
    }

    /** Tells the device's agent, if it is there. What it misses, it is told at its next hello. */
    public void tell(DeviceId device, ToAgent message) {
        find(device).ifPresent(agent -> agent.send(message));
    }

    /** How many agents are connected. */
    public int connectedAgents() {
        return channels.size();
    }
}
