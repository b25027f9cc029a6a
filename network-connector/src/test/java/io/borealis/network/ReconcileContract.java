package io.borealis.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.borealis.protocol.access.PortRule;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How a listener is made equal to what is desired. */
abstract class ReconcileContract extends ContractFixture {

    @Test
    void takesSurplusOutAndMissingIn() throws Exception {
        try (Listener listener = listen()) {
            Peer surplus = stranger(1);
            Peer kept = stranger(2);
            Peer missing = stranger(3);
            listener.admit(surplus);
            listener.admit(kept);

            Reconciliation change = listener.reconcile(List.of(kept, missing));

            assertThat(change.evicted()).containsExactly(surplus.publicKey());
            assertThat(change.admitted()).containsExactly(missing.publicKey());
            assertThat(change.failed()).isEmpty();
            assertThat(listener.peers())
                    .extracting(PeerStatistics::publicKey)
                    .containsExactlyInAnyOrder(kept.publicKey(), missing.publicKey());
            assertThat(permittedTowards(address(1))).isEmpty();
            assertThat(permittedTowards(address(3))).isEqualTo(PORTS);
        }
    }

    @Test
    void changesNothingWhenReconciledTwice() throws Exception {
        try (Listener listener = listen()) {
            List<Peer> desired = List.of(stranger(1), stranger(2), stranger(3));
            assertThat(listener.reconcile(desired).admitted()).hasSize(3);
            assertThat(listener.reconcile(desired).changedNothing()).isTrue();
            assertThat(listener.reconcile(List.of()).evicted()).hasSize(3);
            assertThat(listener.reconcile(List.of()).changedNothing()).isTrue();
        }
    }

    @Test
    void leavesAnUnchangedPeerUntouched() throws Exception {
        try (Listener listener = listen();
                Adapter adapter = install()) {
            listener.admit(device());
            adapter.raise(tunnel());
            awaitHandshake(listener, deviceKeys.publicKey());
            Instant before = handshakeOf(listener, deviceKeys.publicKey()).orElseThrow();

            Peer newcomer = stranger(1);
            assertThat(listener.reconcile(List.of(device(), newcomer)).admitted())
                    .containsExactly(newcomer.publicKey());

            assertThat(handshakeOf(listener, deviceKeys.publicKey()))
                    .hasValueSatisfying(now -> assertThat(now).isAfterOrEqualTo(before));
        }
    }

    @Test
    void bringsChangedPeersUpToDate() throws Exception {
        try (Listener listener = listen()) {
            Peer ports = stranger(1);
            Peer address = stranger(2);
            Peer secret = stranger(3);
            listener.reconcile(List.of(ports, address, secret));
            Set<PortRule> others = Set.of(PortRule.tcp(22));

            Reconciliation change = listener.reconcile(List.of(
                    new Peer(ports.publicKey(), ports.presharedKey(), address(1), others),
                    new Peer(address.publicKey(), address.presharedKey(), address(4), PORTS),
                    new Peer(secret.publicKey(), randomSecret(), address(3), PORTS)));

            assertThat(change.admitted())
                    .containsExactlyInAnyOrder(ports.publicKey(), address.publicKey(), secret.publicKey());
            assertThat(change.evicted()).isEmpty();
            assertThat(permittedTowards(address(1))).isEqualTo(others);
            assertThat(permittedTowards(address(2))).isEmpty();
            assertThat(permittedTowards(address(4))).isEqualTo(PORTS);
        }
    }

    @Test
    void letsTwoPeersSwapTheirAddresses() throws Exception {
        try (Listener listener = listen()) {
            Peer one = stranger(1);
            Peer two = stranger(2);
            listener.reconcile(List.of(one, two));

            Reconciliation change = listener.reconcile(List.of(
                    new Peer(one.publicKey(), one.presharedKey(), address(2), PORTS),
                    new Peer(two.publicKey(), two.presharedKey(), address(1), Set.of(PortRule.tcp(22)))));

            assertThat(change.admitted()).containsExactlyInAnyOrder(one.publicKey(), two.publicKey());
            assertThat(change.failed()).isEmpty();
            assertThat(permittedTowards(address(1))).containsExactly(PortRule.tcp(22));
            assertThat(permittedTowards(address(2))).isEqualTo(PORTS);
        }
    }

    @Test
    void refusesADesireThatContradictsItself() throws Exception {
        try (Listener listener = listen()) {
            Peer kept = stranger(1);
            listener.admit(kept);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> listener.reconcile(List.of(stranger(2), stranger(2))))
                    .withMessageContaining(address(2).toString());
            assertThat(listener.peers()).extracting(PeerStatistics::publicKey).containsExactly(kept.publicKey());
        }
    }
}
