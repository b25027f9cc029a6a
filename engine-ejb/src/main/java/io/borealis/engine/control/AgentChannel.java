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
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
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
    private final Consumer<AgentChannel> whenHello;
    private final AtomicReference<CompletableFuture<Boolean>> probe = new AtomicReference<>();
    private volatile ToEngine.@Nullable Handler conversation;
    private volatile ToEngine.@Nullable Hello hello;
    private volatile boolean dismissed;

    AgentChannel(
            DeviceId device,
            AgentLink link,
            AgentListener listener,
            Executor threads,
            ToldTime time,
            Consumer<AgentChannel> whenHello,
            Consumer<AgentChannel> whenClosed) {
        this.device = device;
        this.link = link;
        this.listener = listener;
        this.time = time;
        this.whenHello = whenHello;
        this.whenClosed = whenClosed;
        this.inbox = new SerialQueue(threads, MOST_WAITING);
        this.outbox = new SerialQueue(threads, MOST_WAITING);
    }

    /** The other end gave a sign of life: anything at all. */
    public void heard() {
        settleProbe(true);
    }

    private void settleProbe(boolean alive) {
        CompletableFuture<Boolean> open = probe.getAndSet(null);
        if (open != null) {
            open.complete(alive);
        }
    }

    /** Asks whether the other end is still there: true at its first sign of life, false when none comes in time. */
    CompletableFuture<Boolean> probe(Duration patience) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        CompletableFuture<Boolean> earlier = probe.getAndSet(answer);
        if (earlier != null) {
            answer.thenAccept(earlier::complete);
        }
        if (closed.get()) {
            settleProbe(false);
        } else {
            link.ping();
        }
        return answer.completeOnTimeout(false, patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** One text frame, in the order of arrival. */
    public void received(String text) {
        heard();
        if (!inbox.offer(() -> attempt(() -> handle(text)))) {
            close(CloseReason.TOO_MUCH, "more than " + MOST_WAITING + " messages wait to be handled");
        }
    }

    /** The link is gone, for whatever reason; a second call does nothing. */
    public void closed() {
        if (closed.compareAndSet(false, true)) {
            settleProbe(false);
            whenClosed.accept(this);
        }
    }

    /**
     * Ends the channel after what the agent was told before; one that takes no frames is cut by its link. From now on
     * nobody finds the agent, and what it says is not heard.
     */
    void dismiss(CloseReason reason, String text) {
        dismissed = true;
        if (!outbox.offer(() -> close(reason, text))) {
            close(reason, text);
        }
    }

    void close(CloseReason reason, String text) {
        link.close(reason, text);
        closed();
    }

    private void attempt(Runnable step) {
        if (closed.get() || dismissed) {
            return;
        }
        try {
            step.run();
        } catch (DatabaseUnavailableException out) {
            // Nothing of the message is lost: the agent says at its next hello what it holds
            close(CloseReason.TRY_AGAIN, "the Engine's database is out; try again");
        } catch (RuntimeException bug) {
            LOG.log(Level.ERROR, "a message of agent " + device + " could not be handled", bug);
            close(CloseReason.FAILED, "the Engine could not handle the message; its log says why");
        }
    }

    private void handle(String text) {
        try {
            ToEngine message = CODEC.decodeToEngine(text);
            ToEngine.Handler handler = conversation;
            if (handler != null && !(message instanceof ToEngine.Hello)) {
                message.deliverTo(handler);
            } else if (hello == null && message instanceof ToEngine.Hello first) {
                hello = first;
                whenHello.accept(this);
            } else {
                close(CloseReason.MALFORMED_MESSAGE, "hello comes first, and once; what follows waits for welcome");
            }
        } catch (MalformedMessageException malformed) {
            close(CloseReason.MALFORMED_MESSAGE, String.valueOf(malformed.getMessage()));
        }
    }

    /** The place is this agent's: it is welcomed, and what it still held from before is settled. */
    void seat() {
        if (!inbox.offer(() -> attempt(() -> greet(said())))) {
            close(CloseReason.TOO_MUCH, "more than " + MOST_WAITING + " messages wait to be handled");
        }
    }

    private ToEngine.Hello said() {
        ToEngine.Hello first = hello;
        if (first == null) {
            throw new IllegalStateException("agent " + device + " did not say hello yet");
        }
        return first;
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
        this.version = version.getAsInt();
        welcome();
        Optional<AgentListener.Refusal> refusal = listener.greeted(this, hello);
        if (refusal.isPresent()) {
            close(refusal.get().reason(), refusal.get().text());
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

    boolean isClosed() {
        return closed.get();
    }

    /** Whether the agent was greeted and is still there. */
    boolean isTalking() {
        return conversation != null && !dismissed && !closed.get();
    }

    @Override
    public DeviceId device() {
        return device;
    }

    /** @throws IllegalStateException before the agent said hello */
    @Override
    public UUID agentRun() {
        return said().agentRun();
    }

    @Override
    public int protocol() {
        return version;
    }

    /** @throws IllegalStateException before the agent said hello */
    @Override
    public String hostname() {
        return said().hostname();
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
