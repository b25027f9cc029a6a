package io.borealis.network.memory;

import io.borealis.network.Peer;
import io.borealis.network.PeerStatistics;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.tunnel.TunnelAddress;
import io.borealis.protocol.tunnel.WireGuardKey;
import io.borealis.protocol.tunnel.WireGuardSecret;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** A peer as the simulated driver holds it, with its own copy of the secret. Thread-safe. */
final class AdmittedPeer {

    private final WireGuardKey publicKey;
    private final TunnelAddress address;
    private final WireGuardSecret presharedKey;
    private Set<PortRule> ports;
    private Optional<Instant> lastHandshake = Optional.empty();
    private long counter = Long.MIN_VALUE;
    private long received;
    private long sent;

    AdmittedPeer(Peer peer) {
        publicKey = peer.publicKey();
        address = peer.address();
        presharedKey = copyOf(peer.presharedKey());
        ports = peer.ports();
    }

    static WireGuardSecret copyOf(WireGuardSecret secret) {
        byte[] bytes = secret.reveal();
        try {
            return WireGuardSecret.copyOf(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    WireGuardKey publicKey() {
        return publicKey;
    }

    TunnelAddress address() {
        return address;
    }

    synchronized Set<PortRule> ports() {
        return ports;
    }

    synchronized void permit(Set<PortRule> replacement) {
        ports = Set.copyOf(replacement);
    }

    synchronized boolean is(Peer desired) {
        return publicKey.equals(desired.publicKey())
                && address.equals(desired.address())
                && ports.equals(desired.ports())
                && presharedKey.equals(desired.presharedKey());
    }

    /** The answer to a call, empty when it is a forgery, a replay, or comes too late. */
    synchronized Optional<byte[]> answer(Hello hello, byte[] datagram, WireGuardKey engine) {
        if (counter == Long.MAX_VALUE
                || hello.counter() <= counter
                || !Hello.isSealedBy(datagram, engine, presharedKey)) {
            return Optional.empty();
        }
        counter = hello.counter();
        lastHandshake = Optional.of(Instant.now());
        byte[] answer = new Hello(Hello.Kind.ANSWER, publicKey, counter).seal(engine, presharedKey);
        received += datagram.length;
        sent += answer.length;
        return Optional.of(answer);
    }

    synchronized PeerStatistics statistics() {
        return new PeerStatistics(publicKey, lastHandshake, received, sent);
    }

    /** Nothing is answered any more and the secret is gone. */
    synchronized void forget() {
        counter = Long.MAX_VALUE;
        presharedKey.close();
    }
}
