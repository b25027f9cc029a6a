package io.borealis.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.tunnel.Endpoint;
import io.borealis.protocol.tunnel.TunnelAddress;
import io.borealis.protocol.tunnel.WireGuardSecret;
import java.net.DatagramSocket;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link HostNetwork} does, whatever it is made of. What it does when a step fails: {@link HostNetworkFailureContract}. */
public abstract class HostNetworkContract extends OverlapContract {

    @Test
    void admitsPeerThatThenCompletesAHandshake() throws Exception {
        try (Listener listener = listen();
                Adapter adapter = install()) {
            listener.admit(device());
            assertThat(handshakeOf(listener, deviceKeys.publicKey())).isEmpty();
            assertThat(adapter.engine()).isEmpty();

            adapter.raise(tunnel());

            awaitHandshake(listener, deviceKeys.publicKey());
            awaitHandshake(adapter);
            assertThat(handshakeOf(listener, deviceKeys.publicKey()).orElseThrow())
                    .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
        }
    }

    @Test
    void hearsADeviceOnlyOnceItIsAdmitted() throws Exception {
        try (Listener listener = listen();
                Adapter adapter = install()) {
            adapter.raise(tunnel());
            await().until(() -> adapter.engine().orElseThrow().sentBytes() > 0);
            assertThat(adapter.engine().orElseThrow().lastHandshake()).isEmpty();
            assertThat(listener.peers()).isEmpty();

            listener.admit(device());

            awaitHandshake(listener, deviceKeys.publicKey());
        }
    }

    @Test
    void refusesADeviceWithAnotherPresharedKey() throws Exception {
        try (Listener listener = listen();
                Adapter adapter = install();
                WireGuardSecret other = randomSecret()) {
            listener.admit(new Peer(deviceKeys.publicKey(), other, address(0), PORTS));
            adapter.raise(tunnel());
            await().until(() -> adapter.engine().orElseThrow().sentBytes() > 0);
            assertThat(handshakeOf(listener, deviceKeys.publicKey())).isEmpty();

            listener.admit(device());

            awaitHandshake(listener, deviceKeys.publicKey());
        }
    }

    @Test
    void countsBytesInBothDirections() throws Exception {
        try (Listener listener = listen();
                Adapter adapter = install()) {
            listener.admit(device());
            adapter.raise(tunnel());
            awaitHandshake(listener, deviceKeys.publicKey());

            PeerStatistics atEngine = listener.peer(deviceKeys.publicKey()).orElseThrow();
            assertThat(atEngine.receivedBytes()).isPositive();
            assertThat(atEngine.sentBytes()).isPositive();
            await().until(() ->
                    listener.peer(deviceKeys.publicKey()).orElseThrow().receivedBytes() > atEngine.receivedBytes());
            PeerStatistics atAgent = adapter.engine().orElseThrow();
            assertThat(atAgent.publicKey()).isEqualTo(listener.publicKey());
            assertThat(atAgent.receivedBytes()).isPositive();
            assertThat(atAgent.sentBytes()).isPositive();
        }
    }

    @Test
    void keepsNoSecretOfItsCallers() throws Exception {
        try (Listener listener = listen();
                Adapter adapter = install()) {
            listener.admit(device());
            adapter.raise(tunnel());
            presharedKey.close();
            deviceKeys.close();
            engineKeys.close();

            awaitHandshake(listener, deviceKeys.publicKey());
            listener.permit(deviceKeys.publicKey(), Set.of(PortRule.tcp(22)));
            assertThat(listener.isHealthy()).isTrue();
        }
    }

    @Test
    void listsExactlyThePeersThatWereAdmitted() throws Exception {
        try (Listener listener = listen()) {
            Peer first = stranger(1);
            Peer second = stranger(2);
            assertThat(listener.peers()).isEmpty();

            listener.admit(first);
            listener.admit(second);
            assertThat(listener.peers())
                    .extracting(PeerStatistics::publicKey)
                    .containsExactlyInAnyOrder(first.publicKey(), second.publicKey());

            listener.evict(first.publicKey());
            assertThat(listener.peers()).extracting(PeerStatistics::publicKey).containsExactly(second.publicKey());
            assertThat(listener.peer(first.publicKey())).isEmpty();
        }
    }

    @Test
    void admitsTheSamePeerTwiceWithoutHarm() throws Exception {
        try (Listener listener = listen();
                Adapter adapter = install()) {
            listener.admit(device());
            listener.admit(device());
            assertThat(listener.peers()).hasSize(1);

            adapter.raise(tunnel());
            awaitHandshake(listener, deviceKeys.publicKey());
            assertThat(permittedTowards(address(0))).isEqualTo(PORTS);
        }
    }

    @Test
    void movesAPeerThatIsAdmittedWithAnotherAddress() throws Exception {
        try (Listener listener = listen()) {
            Peer peer = stranger(1);
            listener.admit(peer);
            listener.admit(new Peer(peer.publicKey(), peer.presharedKey(), address(2), PORTS));

            listener.admit(stranger(1));
            assertThat(listener.peers()).hasSize(2);
            assertThat(permittedTowards(address(2))).isEqualTo(PORTS);
        }
    }

    @Test
    void evictsAnUnknownKeyWithoutComplaint() throws Exception {
        try (Listener listener = listen()) {
            listener.evict(stranger(1).publicKey());
            assertThat(listener.peers()).isEmpty();
        }
    }

    @Test
    void evictsPeerAndPermits() throws Exception {
        try (Listener listener = listen()) {
            listener.admit(device());
            assertThat(permittedTowards(address(0))).isEqualTo(PORTS);
            listener.evict(deviceKeys.publicKey());
            assertThat(permittedTowards(address(0))).isEmpty();
        }
    }

    @Test
    void refusesAnAddressThatBelongsToAnotherPeer() throws Exception {
        try (Listener listener = listen()) {
            Peer owner = stranger(1);
            listener.admit(owner);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> listener.admit(stranger(1)))
                    .withMessageContaining(address(1).toString());
            assertThat(listener.peers()).extracting(PeerStatistics::publicKey).containsExactly(owner.publicKey());
            assertThat(permittedTowards(address(1))).isEqualTo(PORTS);
        }
    }

    @Test
    void refusesAddressesThatAreNotADevices() throws Exception {
        try (Listener listener = listen()) {
            TunnelAddress engine = tunnelNetwork().engineAddress();
            TunnelAddress outside = new TunnelAddress(tunnelNetwork().base().value() - 1);
            for (TunnelAddress address :
                    List.of(engine, outside, tunnelNetwork().base())) {
                Peer peer = new Peer(deviceKeys.publicKey(), presharedKey, address, PORTS);
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> listener.admit(peer))
                        .withMessageContaining(address.toString());
            }
            assertThat(listener.peers()).isEmpty();
        }
    }

    @Test
    void replacesThePortsOfAPeer() throws Exception {
        try (Listener listener = listen()) {
            listener.admit(device());
            Set<PortRule> others = Set.of(PortRule.tcp(22), PortRule.udp(5000));

            listener.permit(deviceKeys.publicKey(), others);
            assertThat(permittedTowards(address(0))).isEqualTo(others);

            listener.permit(deviceKeys.publicKey(), Set.of());
            assertThat(permittedTowards(address(0))).isEmpty();
            assertThat(listener.peers()).hasSize(1);
        }
    }

    @Test
    void refusesPortsForAPeerThatIsNotAdmitted() throws Exception {
        try (Listener listener = listen()) {
            assertThatIllegalArgumentException().isThrownBy(() -> listener.permit(deviceKeys.publicKey(), PORTS));
            assertThat(permittedTowards(address(0))).isEmpty();
        }
    }

    @Test
    void refusesAPortThatIsTakenAndLeavesNothingBehind() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(port)) {
            assertThatExceptionOfType(HostNetworkException.class)
                    .isThrownBy(this::listen)
                    .withMessageContaining(Integer.toString(taken.getLocalPort()));
        }
        try (Listener listener = listen()) {
            assertThat(listener.isHealthy()).isTrue();
        }
    }

    @Test
    void refusesANetworkThatItCannotUse() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> engineHost.listen(settings(unusableNetwork(), port)))
                .withMessageContaining(unusableNetwork().toString());
    }

    @Test
    void refusesAnEndpointWithoutAnAddressAndStaysDown() throws Exception {
        try (Adapter adapter = install()) {
            assertThatExceptionOfType(HostNetworkException.class)
                    .isThrownBy(() -> adapter.raise(tunnelTo(new Endpoint("nowhere.invalid", port))))
                    .satisfies(failure ->
                            assertThat(failure.step()).isEqualTo(HostNetworkException.Step.RESOLVE_ENDPOINT));
            assertThat(adapter.engine()).isEmpty();
        }
    }

    @Test
    void listensAgainAfterItWasClosedTwice() throws Exception {
        Listener first = listen();
        first.admit(device());
        first.close();
        first.close();
        assertThat(first.isHealthy()).isFalse();
        assertThatIllegalStateException().isThrownBy(() -> first.admit(device()));

        try (Listener second = listen()) {
            assertThat(second.peers()).isEmpty();
            assertThat(permittedTowards(address(0))).isEmpty();
            assertThat(second.publicKey()).isEqualTo(engineKeys.publicKey());
            assertThat(second.driverVersion()).isNotBlank();
        }
    }

    @Test
    void listensOnceAtATime() throws Exception {
        try (Listener listener = listen()) {
            int other = freePort();
            assertThatIllegalStateException().isThrownBy(() -> engineHost.listen(settings(tunnelNetwork(), other)));
            assertThat(listener.isHealthy()).isTrue();
        }
    }

    @Test
    void takesEverythingDownWhenTheHostIsClosed() throws Exception {
        Listener listener = listen();
        Adapter adapter = install();
        listener.admit(device());
        adapter.raise(tunnel());
        agentHost.close();
        engineHost.close();

        assertThat(listener.isHealthy()).isFalse();
        assertThat(adapter.engine()).isEmpty();
        assertThatIllegalStateException().isThrownBy(() -> adapter.raise(tunnel()));
        assertThatIllegalStateException().isThrownBy(this::listen);
        new DatagramSocket(port).close();
    }
}
