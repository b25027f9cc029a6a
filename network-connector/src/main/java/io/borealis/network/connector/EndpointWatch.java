package io.borealis.network.connector;

import io.borealis.network.HostNetworkException;
import io.borealis.network.connector.Admissions.Admission;
import io.borealis.protocol.tunnel.WireGuardKey;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks the driver about its peers and tells one message-driven bean what it should know. What the bean failed to take
 * is told again.
 */
final class EndpointWatch extends LongWork {

    private static final System.Logger LOG = System.getLogger(EndpointWatch.class.getName());
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(30);
    /** Losses alternate with returns, and only the last ones matter. */
    private static final int LOSSES_KEPT = 8;

    private final SharedListener listener;
    private final MessageEndpointFactory endpoints;
    private final PeerEventActivation activation;
    private final PeerWatch watch;
    private final Deque<ListenerLost> losses = new ArrayDeque<>();
    private Duration backOff;
    private long nextLook = System.nanoTime();

    EndpointWatch(SharedListener listener, MessageEndpointFactory endpoints, PeerEventActivation activation) {
        this.listener = listener;
        this.endpoints = endpoints;
        this.activation = activation;
        this.watch = activation.newWatch();
        this.backOff = activation.poll();
    }

    boolean serves(MessageEndpointFactory factory) {
        return endpoints.equals(factory);
    }

    void listenerLost(ListenerLost event) {
        synchronized (losses) {
            if (losses.size() == LOSSES_KEPT) {
                losses.removeFirst();
            }
            losses.addLast(event);
        }
        wake();
    }

    @Override
    Duration pass() {
        boolean told = tellLosses();
        long early = nextLook - System.nanoTime();
        if (told && early > 0) {
            return Duration.ofNanos(early);
        }
        told = told && look();
        backOff = told ? activation.poll() : shorter(backOff.multipliedBy(2), LONGEST_BACK_OFF);
        return told && watch.isPending(now()) ? activation.pendingPoll() : backOff;
    }

    private Duration now() {
        return listener.admissions().ticker().elapsed();
    }

    private boolean look() {
        long began = System.nanoTime();
        boolean told = tellAboutPeers();
        // with thousands of peers a look takes its time: never spend more than a fifth of it on looking
        Duration rest = Duration.ofNanos(System.nanoTime() - began).multipliedBy(4);
        nextLook = System.nanoTime() + longer(rest, activation.pendingPoll()).toNanos();
        return told;
    }

    private boolean tellLosses() {
        for (Optional<ListenerLost> next = oldestLoss(); next.isPresent(); next = oldestLoss()) {
            if (!tell(next.get())) {
                return false;
            }
            watch.forget();
            forget(next.get());
        }
        return true;
    }

    private Optional<ListenerLost> oldestLoss() {
        synchronized (losses) {
            return Optional.ofNullable(losses.peekFirst());
        }
    }

    private void forget(ListenerLost told) {
        synchronized (losses) {
            losses.remove(told);
        }
    }

    private boolean tellAboutPeers() {
        List<AdapterEvent> events;
        try {
            // admissions first: a peer that comes in between counts as admitted now, not as admitted twice
            Map<WireGuardKey, Admission> admissions = listener.admissions().all();
            if (admissions.isEmpty()) {
                watch.forget();
                return true;
            }
            events = watch.observe(listener.peers(), admissions, now());
        } catch (HostNetworkException unreadable) {
            LOG.log(System.Logger.Level.DEBUG, "Peers cannot be read: {0}", unreadable.getMessage());
            return true;
        }
        for (AdapterEvent event : events) {
            if (!tell(event)) {
                return false;
            }
            watch.told(event);
        }
        return true;
    }

    private boolean tell(AdapterEvent event) {
        try {
            MessageEndpoint endpoint = endpoints.createEndpoint(null);
            try {
                event.deliverTo((PeerEventListener) endpoint);
            } finally {
                endpoint.release();
            }
            return true;
        } catch (ResourceException | RuntimeException refused) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The bean took no " + event.getClass().getSimpleName() + "; it is told again",
                    refused);
            return false;
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
