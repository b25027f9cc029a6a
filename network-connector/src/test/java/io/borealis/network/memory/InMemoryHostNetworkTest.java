package io.borealis.network.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.borealis.network.Adapter;
import io.borealis.network.HostNetwork;
import io.borealis.network.HostNetworkException;
import io.borealis.network.HostNetworkException.Step;
import io.borealis.network.HostNetworkFailureContract;
import io.borealis.network.Listener;
import io.borealis.network.NetworkUse;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.tunnel.Endpoint;
import io.borealis.protocol.tunnel.TunnelAddress;
import io.borealis.protocol.tunnel.TunnelNetwork;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The in-memory network satisfies the contract, and what is particular to it. */
final class InMemoryHostNetworkTest extends HostNetworkFailureContract {

    @Override
    protected HostNetwork openHost() {
        return new InMemoryHostNetwork();
    }

    @Override
    protected TunnelNetwork tunnelNetwork() {
        return TunnelNetwork.parse("127.255.0.0/16");
    }

    @Override
    protected TunnelNetwork unusableNetwork() {
        return TunnelNetwork.DEFAULT;
    }

    @Override
    protected Set<PortRule> permittedTowards(TunnelAddress device) {
        return ((InMemoryHostNetwork) engineHost).permittedTowards(device);
    }

    @Override
    protected void occupy(HostNetwork host, TunnelNetwork network) {
        ((InMemoryHostNetwork) host).occupy(NetworkUse.of(NetworkUse.Kind.INTERFACE, network));
    }

    @Override
    protected void vacate(HostNetwork host) {
        ((InMemoryHostNetwork) host).vacate();
    }

    @Override
    protected void failNext(HostNetwork host, Step step, int code) {
        ((InMemoryHostNetwork) host).failNext(step, code);
    }

    @Test
    void saysThatItMovesNoPackets() throws Exception {
        assertThat(engineHost.movesPackets()).isFalse();
        try (Listener listener = listen()) {
            assertThat(listener.driverVersion()).isEqualTo("simulated");
        }
    }

    @Test
    void becomesUnhealthyWhenItsSocketGoesAway() throws Exception {
        try (Listener listener = listen()) {
            ((InMemoryHostNetwork) engineHost).loseListener();
            assertThat(listener.isHealthy()).isFalse();
        }
    }

    @Test
    void ignoresDatagramsThatAreNoHello() throws Exception {
        try (Listener listener = listen();
                Adapter adapter = install();
                DatagramSocket noise = new DatagramSocket()) {
            for (byte[] datagram : new byte[][] {{}, {1}, new byte[Hello.LENGTH], new byte[1400]}) {
                noise.send(new DatagramPacket(datagram, datagram.length, InetAddress.getLoopbackAddress(), port));
            }
            listener.admit(device());
            adapter.raise(tunnel());
            awaitHandshake(listener, deviceKeys.publicKey());
        }
    }

    @Test
    void ignoresAReplayedHello() throws Exception {
        try (Listener listener = listen();
                DatagramSocket device = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            listener.admit(device());
            byte[] first = call(1);
            byte[] second = call(2);
            for (byte[] datagram : new byte[][] {first, first, first, second}) {
                device.send(new DatagramPacket(datagram, datagram.length, InetAddress.getLoopbackAddress(), port));
            }
            assertThat(nextCounter(device)).isEqualTo(1);
            assertThat(nextCounter(device)).isEqualTo(2);
        }
    }

    private byte[] call(long counter) {
        return new Hello(Hello.Kind.CALL, deviceKeys.publicKey(), counter).seal(engineKeys.publicKey(), presharedKey);
    }

    private static long nextCounter(DatagramSocket socket) throws Exception {
        socket.setSoTimeout(10_000);
        byte[] answer = new byte[Hello.LENGTH];
        socket.receive(new DatagramPacket(answer, answer.length));
        return Hello.read(answer).orElseThrow().counter();
    }

    @Test
    void endsItsThreads() throws Exception {
        Listener listener = listen();
        Adapter adapter = install();
        adapter.raise(tunnel());
        adapter.close();
        listener.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(Thread::isAlive)
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("borealis-simulated"));
    }

    @Test
    void saysThatEngineAndAgentRunDifferentNetworks() throws Exception {
        try (Adapter adapter = install()) {
            TunnelAddress windows = TunnelNetwork.DEFAULT.deviceAddress(0);
            assertThatExceptionOfType(HostNetworkException.class)
                    .isThrownBy(() -> adapter.raise(tunnelFor(windows)))
                    .withMessageContaining("simulated")
                    .withMessageContaining(windows.toString());
        }
    }

    @Test
    void endsAtThisMachine() throws Exception {
        try (Adapter adapter = install()) {
            assertThatExceptionOfType(HostNetworkException.class)
                    .isThrownBy(() -> adapter.raise(tunnelTo(new Endpoint("192.0.2.1", port))))
                    .withMessageContaining("192.0.2.1");
        }
    }
}
