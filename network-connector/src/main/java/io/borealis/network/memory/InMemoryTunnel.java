package io.borealis.network.memory;

import io.borealis.network.AgentTunnel;
import io.borealis.network.HostNetworkException;
import io.borealis.network.HostNetworkException.Step;
import io.borealis.network.PeerStatistics;
import io.borealis.protocol.tunnel.WireGuardKey;
import io.borealis.protocol.tunnel.WireGuardKeyPair;
import io.borealis.protocol.tunnel.WireGuardSecret;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;

/** One raised tunnel of the simulated adapter: it says hello until the Engine answers, then at every keepalive. */
final class InMemoryTunnel implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(InMemoryTunnel.class.getName());
    private static final Duration FIRST_RETRY = Duration.ofMillis(250);
    private static final Duration LAST_RETRY = Duration.ofSeconds(2);
    /** How often WireGuard renews a handshake of its own accord. */
    private static final Duration RENEWAL = Duration.ofSeconds(120);

    private final DatagramSocket socket;
    private final LoopbackThread thread;
    private final WireGuardKey device;
    private final WireGuardKey engine;
    private final WireGuardSecret presharedKey;
    private final Duration interval;
    private long counter;
    private long nextHello = System.nanoTime();
    private Duration retry = FIRST_RETRY;
    private Optional<Instant> lastHandshake = Optional.empty();
    private long received;
    private long sent;

    private InMemoryTunnel(AgentTunnel tunnel, DatagramSocket socket) {
        this.socket = socket;
        engine = tunnel.engineKey();
        presharedKey = AdmittedPeer.copyOf(tunnel.presharedKey());
        interval = tunnel.keepaliveSeconds() == 0 ? RENEWAL : Duration.ofSeconds(tunnel.keepaliveSeconds());
        // the clock, so that it grows over tunnels as WireGuard's handshake timestamps do
        counter = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        try (WireGuardSecret copy = AdmittedPeer.copyOf(tunnel.privateKey())) {
            device = WireGuardKeyPair.of(copy).publicKey();
        }
        thread = new LoopbackThread("borealis-simulated-tunnel", this::keepTalking);
    }

    static InMemoryTunnel open(AgentTunnel tunnel, int port) throws HostNetworkException {
        try {
            DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InMemoryHostNetwork.LOOPBACK, 0));
            socket.connect(InMemoryHostNetwork.LOOPBACK, port);
            InMemoryTunnel opened = new InMemoryTunnel(tunnel, socket);
            opened.thread.start();
            return opened;
        } catch (IOException failure) {
            throw new HostNetworkException(
                    Step.BRING_UP, 0, "no UDP socket on loopback could be had: " + failure.getMessage());
        }
    }

    private void keepTalking() throws IOException {
        while (!socket.isClosed()) {
            long left = nanosUntilNextHello();
            if (left > 0) {
                listenFor(Duration.ofNanos(left));
            } else {
                sayHello();
            }
        }
    }

    private synchronized long nanosUntilNextHello() {
        return nextHello - System.nanoTime();
    }

    private void sayHello() throws IOException {
        byte[] hello;
        synchronized (this) {
            if (socket.isClosed()) {
                return;
            }
            hello = new Hello(Hello.Kind.CALL, device, ++counter).seal(engine, presharedKey);
            sent += hello.length;
            nextHello = System.nanoTime() + retry.toNanos();
            retry = retry.multipliedBy(2).compareTo(LAST_RETRY) > 0 ? LAST_RETRY : retry.multipliedBy(2);
        }
        try {
            socket.send(new DatagramPacket(hello, hello.length));
        } catch (PortUnreachableException nobodyListens) {
            LOG.log(System.Logger.Level.DEBUG, "no Engine listens on {0}", socket.getRemoteSocketAddress());
        }
    }

    private void listenFor(Duration time) throws IOException {
        byte[] buffer = new byte[Hello.LENGTH + 1];
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.setSoTimeout((int) Math.max(1, time.toMillis()));
        try {
            socket.receive(packet);
            accept(Arrays.copyOf(buffer, packet.getLength()));
        } catch (SocketTimeoutException | PortUnreachableException noAnswer) {
            LOG.log(System.Logger.Level.TRACE, "no answer yet from {0}", socket.getRemoteSocketAddress());
        }
    }

    private synchronized void accept(byte[] datagram) {
        Optional<Hello> answer = Hello.read(datagram)
                .filter(hello -> hello.kind() == Hello.Kind.ANSWER)
                .filter(hello -> hello.device().equals(device) && hello.counter() == counter)
                .filter(hello -> !socket.isClosed() && Hello.isSealedBy(datagram, engine, presharedKey));
        if (answer.isPresent()) {
            received += datagram.length;
            lastHandshake = Optional.of(Instant.now());
            retry = FIRST_RETRY;
            nextHello = System.nanoTime() + interval.toNanos();
        }
    }

    synchronized PeerStatistics statistics() {
        return new PeerStatistics(engine, lastHandshake, received, sent);
    }

    @Override
    public void close() {
        synchronized (this) {
            socket.close();
            presharedKey.close();
        }
        thread.awaitEnd();
    }
}
