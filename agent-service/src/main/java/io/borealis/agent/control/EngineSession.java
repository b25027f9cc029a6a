package io.borealis.agent.control;

import io.borealis.protocol.control.CloseReason;
import io.borealis.protocol.control.ControlCodec;
import io.borealis.protocol.control.ControlMessage;
import io.borealis.protocol.control.ToAgent;
import io.borealis.protocol.control.ToEngine;
import io.borealis.protocol.device.AccessToken;
import java.io.IOException;
import java.security.SecureRandom;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a control channel to the Engine open, and comes back with patience when it was lost. A channel counts from the
 * Engine's Welcome on. Thread-safe.
 */
public final class EngineSession implements EngineLink {

    /** The Engine pings every 15 s; a channel without any sign of it for this long is dead. */
    static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

    private static final Duration WELCOME_PATIENCE = Duration.ofSeconds(10);
    private static final Duration SHORTEST_RETRY = Duration.ofSeconds(1);
    private static final Duration STEADY = Duration.ofSeconds(60);
    private static final Logger LOG = LoggerFactory.getLogger(EngineSession.class);

    private final ControlCodec codec = new ControlCodec();
    private final Backoff backoff;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final EngineApi api;
    private final EngineClock clock;
    private final Supplier<ToEngine.Hello> hello;
    private final Function<Instant, String> assertion;
    private final Consumer<ToAgent> receiver;
    // of the channel that ended last; for the thread of run alone
    private Optional<TurnedAway> turnedAway = Optional.empty();
    private volatile @Nullable ControlChannel opening;
    private volatile @Nullable ControlChannel welcomed;

    /**
     * @param longestRetry the longest wait between two attempts
     * @param hello the first message of a new channel
     * @param assertion proof of who the device is, at the Engine's time given
     * @param receiver gets every message but Welcome and CloneSeen; must not block
     */
    public EngineSession(
            EngineApi api,
            EngineClock clock,
            Duration longestRetry,
            Supplier<ToEngine.Hello> hello,
            Function<Instant, String> assertion,
            Consumer<ToAgent> receiver) {
        this.api = api;
        this.clock = clock;
        this.backoff = new Backoff(SHORTEST_RETRY, longestRetry, new SecureRandom());
        this.hello = hello;
        this.assertion = assertion;
        this.receiver = receiver;
    }

    /** Works until {@link #close}. */
    public void run() throws InterruptedException {
        String lastReason = "";
        while (stopped.getCount() > 0) {
            long began = System.nanoTime();
            String reason = oneChannel();
            if (stopped.getCount() == 0) {
                return;
            }
            if (System.nanoTime() - began > STEADY.toNanos()) {
                backoff.reset();
            }
            Duration pause = turnedAway.map(why -> why.pause(backoff)).orElseGet(backoff::next);
            if (turnedAway.isPresent() && !reason.equals(lastReason)) {
                LOG.error("{}; next attempt in {} s", reason, pause.toSeconds());
            } else if (reason.equals(lastReason)) {
                LOG.debug("no channel to the Engine: {}; next attempt in {} ms", reason, pause.toMillis());
            } else {
                LOG.warn(
                        "no channel to the Engine: {}; next attempt in {} ms, then ever rarer",
                        reason,
                        pause.toMillis());
            }
            lastReason = reason;
            stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private String oneChannel() throws InterruptedException {
        turnedAway = Optional.empty();
        ControlChannel channel = new ControlChannel(codec, this::received);
        opening = channel;
        try {
            AccessToken token = accessToken();
            api.openChannel(token, channel);
            channel.send(hello.get());
            CompletableFuture.delayedExecutor(WELCOME_PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .execute(() -> giveUpUnwelcomed(channel));
            String reason = channel.awaitEnd(LONGEST_SILENCE);
            turnedAway = channel.turnedAway();
            return turnedAway.map(TurnedAway::sentence).orElse(reason);
        } catch (EngineRefusedException refused) {
            if (!refused.mayPass()) {
                backoff.exhaust();
            }
            turnedAway = TurnedAway.byProblem(refused);
            if (turnedAway.isPresent()) {
                return turnedAway.get().sentence();
            }
            return refused.getMessage() + (refused.status() == 401 || refused.status() == 403 ? REVOKED : "");
        } catch (IOException unreachable) {
            return wordsFor(unreachable);
        } finally {
            welcomed = null;
            channel.abort("given up");
        }
    }

    static String wordsFor(IOException unreachable) {
        for (Throwable cause = unreachable; cause != null; cause = cause.getCause()) {
            // An authority of the same name and another key is a stranger, too
            boolean stranger = cause instanceof CertPathBuilderException
                    || (cause instanceof CertPathValidatorException invalid
                            && invalid.getReason() == CertPathValidatorException.BasicReason.INVALID_SIGNATURE);
            if (stranger) {
                return unreachable + STRANGER;
            }
        }
        return String.valueOf(unreachable);
    }

    private static final String STRANGER =
            " (what answers has a certificate of an authority that this device does not know. If"
                    + " the Engine's authority was changed while this device was away: stop the agent, remove enrollment.json from its"
                    + " Certificates folder, and enroll it anew with a code of this Engine)";

    private void giveUpUnwelcomed(ControlChannel channel) {
        if (channel != welcomed && channel.isOpen()) {
            channel.abort("the Engine sent no welcome for " + WELCOME_PATIENCE.toSeconds() + " s");
        }
    }

    private static final String REVOKED =
            " (is the device still enrolled? An administrator sees it in the list of devices)";

    private AccessToken accessToken() throws IOException, InterruptedException, EngineRefusedException {
        Instant before = clock.instant();
        try {
            return api.accessToken(assertion.apply(before));
        } catch (EngineRefusedException refused) {
            // the refusal told the Engine's time: a device whose clock is wrong gets its second chance at once
            Duration moved = Duration.between(before, clock.instant()).abs();
            if (refused.status() == 401 && moved.compareTo(Duration.ofSeconds(20)) > 0) {
                return api.accessToken(assertion.apply(clock.instant()));
            }
            throw refused;
        }
    }

    private void received(ControlChannel channel, ToAgent message) {
        if (message instanceof ToAgent.Welcome welcome) {
            welcome(channel, welcome);
        } else if (channel == welcomed && message instanceof ToAgent.CloneSeen clone) {
            LOG.warn(
                    "another machine, at {}, shows the key of this device and was turned away; find it and remove its copy"
                            + " of this agent's files; if nobody knows it, let an administrator remove this device and"
                            + " enroll it anew",
                    clone.remoteAddress());
        } else if (channel == welcomed) {
            receiver.accept(message);
        } else {
            channel.close(CloseReason.MALFORMED_MESSAGE, "the first message must be a welcome");
        }
    }

    private void welcome(ControlChannel channel, ToAgent.Welcome welcome) {
        if (welcome.protocol() < ControlMessage.OLDEST_VERSION || welcome.protocol() > ControlMessage.NEWEST_VERSION) {
            backoff.exhaust();
            channel.close(
                    CloseReason.INCOMPATIBLE_VERSION,
                    "the agent speaks versions " + ControlMessage.OLDEST_VERSION + " to "
                            + ControlMessage.NEWEST_VERSION + "; upgrade the older side");
            return;
        }
        clock.set(welcome.engineTime());
        if (channel == welcomed) {
            LOG.info("the Engine's clock was set; its time is taken anew");
            return;
        }
        welcomed = channel;
        LOG.info("channel to the Engine stands, protocol {}", welcome.protocol());
    }

    @Override
    public void send(ToEngine message) {
        ControlChannel channel = welcomed;
        if (channel == null) {
            LOG.info("without a channel the Engine is not told: {}", message);
        } else {
            channel.send(message);
        }
    }

    @Override
    public boolean isConnected() {
        ControlChannel channel = welcomed;
        return channel != null && channel.isOpen();
    }

    /** Ends the channel because the Engine asks for more than can be worked off. */
    public void refuseFlood() {
        ControlChannel channel = welcomed;
        if (channel != null) {
            channel.close(CloseReason.TOO_MUCH, "more messages than the agent works off");
        }
    }

    /** Sends what waits, says goodbye and ends {@link #run}; takes half a second at most. */
    public void close() throws InterruptedException {
        stopped.countDown();
        ControlChannel channel = opening;
        if (channel != null) {
            channel.flush(Duration.ofMillis(400));
            channel.closeNormally();
        }
    }
}
