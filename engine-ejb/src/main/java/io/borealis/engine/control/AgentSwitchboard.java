package io.borealis.engine.control;

import io.borealis.protocol.Ticker;
import io.borealis.protocol.control.CloseReason;
import io.borealis.protocol.control.ToAgent;
import io.borealis.protocol.device.DeviceId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who is connected: one channel per device. An agent that comes back takes the place of a channel that is dead; a channel
 * that is alive keeps it, and whoever else shows the same device key is turned away. Thread-safe; sending never waits.
 */
public final class AgentSwitchboard {
    private static final Logger LOG = System.getLogger(AgentSwitchboard.class.getName());
    private static final String CLONED = "another machine with this device's key is connected; enroll one of them anew";

    /** How long the holder of a place has to give a sign of life; a newcomer waits no longer for it. */
    public static final Duration PROBE_TIME = Duration.ofSeconds(3);

    private final Map<DeviceId, AgentChannel> channels = new ConcurrentHashMap<>();
    /** Whoever has no place yet: one per device, so that nobody collects channels without saying hello. */
    private final Map<DeviceId, AgentChannel> newcomers = new ConcurrentHashMap<>();

    private final Executor threads;
    private final Clock clock;
    private final Ticker ticker;
    private final Duration probeTime;
    private volatile @Nullable AgentListener listener;

    /** @param probeTime {@link #PROBE_TIME}, but for tests */
    public AgentSwitchboard(Executor threads, Clock clock, Ticker ticker, Duration probeTime) {
        this.threads = threads;
        this.clock = clock;
        this.ticker = ticker;
        this.probeTime = probeTime;
    }

    /** From now on agents may connect, and this one is told what they say. */
    public void serve(AgentListener who) {
        this.listener = who;
    }

    /**
     * A link of this device was opened and its identity proven. It has no place before it said hello.
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
                device,
                link,
                who,
                threads,
                new ToldTime(clock, ticker),
                hello -> arrived(hello, who),
                closed -> forget(closed, who));
        AgentChannel earlier = newcomers.put(device, channel);
        if (earlier != null) {
            earlier.close(
                    CloseReason.SUPERSEDED, "a newer channel of this agent was opened before this one had a place");
        }
        return channel;
    }

    private void arrived(AgentChannel newcomer, AgentListener who) {
        AgentChannel holder = channels.putIfAbsent(newcomer.device(), newcomer);
        if (holder == null) {
            seated(newcomer, who);
        } else {
            holder.probe(probeTime)
                    .thenAcceptAsync(alive -> decide(holder, alive, newcomer, who), threads)
                    .exceptionally(bug -> undecided(newcomer, bug));
        }
    }

    private void decide(AgentChannel holder, boolean alive, AgentChannel newcomer, AgentListener who) {
        if (newcomer.isClosed()) {
            return;
        }
        if (alive) {
            newcomer.close(CloseReason.DEVICE_CLONED, CLONED);
            who.cloned(holder, newcomer);
        } else if (channels.replace(newcomer.device(), holder, newcomer)) {
            holder.close(
                    CloseReason.SUPERSEDED, "a newer channel of this agent was opened, and this one did not answer");
            seated(newcomer, who);
        } else {
            // Somebody else left or took the place meanwhile
            arrived(newcomer, who);
        }
    }

    private static @Nullable Void undecided(AgentChannel newcomer, Throwable bug) {
        LOG.log(Level.ERROR, "agent " + newcomer.device() + " got no place", bug);
        newcomer.close(CloseReason.FAILED, "the Engine could not decide whose place this is; its log says why");
        return null;
    }

    private void seated(AgentChannel channel, AgentListener who) {
        newcomers.remove(channel.device(), channel);
        if (channel.isClosed()) {
            forget(channel, who);
        } else {
            channel.seat();
        }
    }

    private void forget(AgentChannel channel, AgentListener who) {
        newcomers.remove(channel.device(), channel);
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

    /** Every agent that said hello, as of now. */
    public List<AgentConnection> everybody() {
        return channels.values().stream()
                .filter(AgentChannel::isTalking)
                .<AgentConnection>map(channel -> channel)
                .toList();
    }

    /** Tells the device's agent, if it is there. What it misses, it is told at its next hello. */
    public void tell(DeviceId device, ToAgent message) {
        find(device).ifPresent(agent -> agent.send(message));
    }

    /**
     * Ends every channel of the device: from now on it is found no more and not heard. A new one may be opened at once:
     * whoever lost the right to it is refused at its hello.
     */
    public void dismiss(DeviceId device, CloseReason reason, String text) {
        Stream.of(channels, newcomers)
                .map(places -> places.get(device))
                .filter(Objects::nonNull)
                .forEach(channel -> channel.dismiss(reason, text));
    }

    /** How many agents are connected. */
    public int connectedAgents() {
        return channels.size();
    }
}
