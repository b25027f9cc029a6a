package io.borealis.engine.control;

import io.borealis.persistence.DatabaseUnavailableException;
import io.borealis.protocol.control.CloseReason;
import io.borealis.protocol.control.ControlCodec;
import io.borealis.protocol.control.ControlMessage;
import io.borealis.protocol.control.MalformedMessageException;
import io.borealis.protocol.control.ProtocolVersions;
import io.borealis.protocol.control.ToAgent;
import io.borealis.protocol.control.ToEngine;
import io.borealis.protocol.device.DeviceId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The Engine's end of one agent's link, for the transport to report to. What is received is handled one by one, and
 * what is sent leaves one by one; both queues are bounded, and an overflow closes the link. Thread-safe; no method
 * waits.
 */
public final class AgentChannel implements AgentConnection {
    private static final Logger LOG = System.getLogger(AgentChannel.class.getName());
    private static final int MOST_WAITING = 64;
    private static final ControlCodec CODEC = new ControlCodec();

    private final DeviceId device;
    private final AgentLink link;
    private final AgentListener listener;
    private final ToldTime time;
    private volatile int version;
    private final Consumer<AgentChannel> whenClosed;
    private final SerialQueue inbox;
    private final SerialQueue outbox;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile ToEngine.@Nullable Handler conversation;
    private volatile @Nullable UUID agentRun;

    AgentChannel(
            DeviceId device,
            AgentLink link,
            AgentListener listener,
            Executor threads,
            ToldTime time,
            Consumer<AgentChannel> whenClosed) {
        this.device = device;
        this.link = link;
        this.listener = listener;
        this.time = time;
        this.whenClosed = whenClosed;
        this.inbox = new SerialQueue(threads, MOST_WAITING);
        this.outbox = new SerialQueue(threads, MOST_WAITING);
    }

    /** One text frame, in the order of arrival. */
    public void received(String text) {
        if (!inbox.offer(() -> handle(text))) {
            close(CloseReason.TOO_MUCH, "more than " + MOST_WAITING + " messages wait to be handled");
        }
    }

    /** The link is gone, for whatever reason; a second call does nothing. */
    public void closed() {
        if (closed.compareAndSet(false, true)) {
            whenClosed.accept(this);
        }
    }

    void close(CloseReason reason, String text) {
        link.close(reason, text);
        closed();
    }

    private void handle(String text) {
        if (closed.get()) {
            return;
        }
        try {
            ToEngine message = CODEC.decodeToEngine(text);
            ToEngine.Handler handler = conversation;
            if (handler != null && !(message instanceof ToEngine.Hello)) {
                message.deliverTo(handler);
            } else if (handler == null && message instanceof ToEngine.Hello hello) {
                greet(hello);
            } else {
                close(CloseReason.MALFORMED_MESSAGE, "hello comes first, and once");
            }
        } catch (MalformedMessageException malformed) {
            close(CloseReason.MALFORMED_MESSAGE, String.valueOf(malformed.getMessage()));
        } catch (DatabaseUnavailableException out) {
            // Nothing of the message is lost: the agent says at its next hello what it holds
            close(CloseReason.TRY_AGAIN, "the Engine's database is out; try again");
        } catch (RuntimeException bug) {
            LOG.log(Level.ERROR, "a message of agent " + device + " could not be handled", bug);
            close(CloseReason.FAILED, "the Engine could not handle the message; its log says why");
        }
    }

    private void greet(ToEngine.Hello hello) {
        OptionalInt version = ProtocolVersions.agree(hello.oldestProtocol(), hello.newestProtocol());
        if (version.isEmpty()) {
            close(
                    CloseReason.INCOMPATIBLE_VERSION,
                    "this Engine speaks versions " + ControlMessage.OLDEST_VERSION + " to "
                            + ControlMessage.NEWEST_VERSION + "; update the agent or the Engine");
            return;
        }
        agentRun = hello.agentRun();
        this.version = version.getAsInt();
        welcome();
        Optional<String> refusal = listener.greeted(this, hello);
        if (refusal.isPresent()) {
            close(CloseReason.FORBIDDEN, refusal.get());
        } else {
            // Only now may others open a tunnel to it: what it still held from before is settled
            conversation = listener.conversationWith(this);
        }
    }

    private synchronized void welcome() {
        offer(new ToAgent.Welcome(version, time.tell()));
    }

    // Before whatever it is told next, and a token above all: an agent checks that by the time that it was told
    private synchronized void welcomeAnewIfTheClockWasSet() {
        if (time.isWrong()) {
            welcome();
        }
    }

    /** Whether the agent was greeted and is still there. */
    boolean isTalking() {
        return conversation != null && !closed.get();
    }

    @Override
    public DeviceId device() {
        return device;
    }

    /** @throws IllegalStateException before the agent said hello */
    @Override
    public UUID agentRun() {
        UUID run = agentRun;
        if (run == null) {
            throw new IllegalStateException("agent " + device + " did not say hello yet");
        }
        return run;
    }

    @Override
    public void send(ToAgent message) {
        welcomeAnewIfTheClockWasSet();
        offer(message);
    }

    private void offer(ToAgent message) {
        String text = CODEC.encode(message);
        if (!outbox.offer(() -> deliver(text))) {
            close(CloseReason.TOO_MUCH, "more than " + MOST_WAITING + " messages wait to be sent");
        }
    }

    private void deliver(String text) {
        if (!closed.get()) {
            link.send(text);
        }
    }

    @Override
    public String localAddress() {
        return link.localAddress();
    }

    @Override
    public String remoteAddress() {
        return link.remoteAddress();
    }
}
