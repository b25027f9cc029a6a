package io.borealis.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.borealis.network.HostNetworkException.Step;
import io.borealis.protocol.access.PortRule;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract of an implementation whose steps can be made to fail: whatever fails, nothing stays half done. */
public abstract class HostNetworkFailureContract extends HostNetworkContract {

    /** Makes this step of this host fail with this code the next time it is reached, and only then. */
    protected abstract void failNext(HostNetwork host, Step step, int code);

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"ADD_FILTERS", "ADD_PEER"})
    void leavesAPeerOutThatCouldNotBeAdmitted(Step step) throws Exception {
        try (Listener listener = listen()) {
            Peer bystander = stranger(1);
            listener.admit(bystander);

            failNext(engineHost, step, 31);
            assertFails(step, () -> listener.admit(device()));

            assertThat(listener.peers()).extracting(PeerStatistics::publicKey).containsExactly(bystander.publicKey());
            assertThat(permittedTowards(address(0))).isEmpty();
            assertThat(permittedTowards(address(1))).isEqualTo(PORTS);
            listener.admit(device());
            assertThat(listener.peers()).hasSize(2);
        }
    }

    @Test
    void leavesAnAdmittedPeerOutThatCouldNotBeReplaced() throws Exception {
        try (Listener listener = listen()) {
            listener.admit(device());
            failNext(engineHost, Step.ADD_PEER, 31);
            Peer changed = new Peer(deviceKeys.publicKey(), randomSecret(), address(2), PORTS);
            assertFails(Step.ADD_PEER, () -> listener.admit(changed));

            assertThat(listener.peers()).isEmpty();
            assertThat(permittedTowards(address(0))).isEmpty();
            assertThat(permittedTowards(address(2))).isEmpty();
        }
    }

    @Test
    void evictsAPeerWhosePortsCouldNotBeReplaced() throws Exception {
        try (Listener listener = listen()) {
            listener.admit(device());
            failNext(engineHost, Step.ADD_FILTERS, 5);
            assertFails(Step.ADD_FILTERS, () -> listener.permit(deviceKeys.publicKey(), Set.of(PortRule.tcp(22))));

            assertThat(listener.peers()).isEmpty();
            assertThat(permittedTowards(address(0))).isEmpty();
        }
    }

    @Test
    void reconcilesTheOthersWhenOneCannotBeAdmitted() throws Exception {
        try (Listener listener = listen()) {
            List<Peer> desired = List.of(stranger(1), stranger(2), stranger(3));
            failNext(engineHost, Step.ADD_PEER, 31);

            Reconciliation change = listener.reconcile(desired);

            assertThat(change.failed()).hasSize(1);
            assertThat(change.failed().values())
                    .allSatisfy(failure -> assertThat(failure.step()).isEqualTo(Step.ADD_PEER));
            assertThat(change.admitted()).hasSize(2);
            assertThat(listener.peers())
                    .extracting(PeerStatistics::publicKey)
                    .containsExactlyInAnyOrderElementsOf(change.admitted());
            assertThat(listener.reconcile(desired).admitted())
                    .containsExactlyElementsOf(change.failed().keySet());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"READ_HOST_NETWORK", "CREATE_ADAPTER", "CONFIGURE_LISTENER", "ADD_ADDRESS", "BRING_UP"})
    void leavesNothingBehindWhenListeningFails(Step step) throws Exception {
        failNext(engineHost, step, 31);
        assertFails(step, this::listen);
        try (Listener listener = listen()) {
            assertThat(listener.isHealthy()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"READ_HOST_NETWORK", "ADD_FILTERS", "ADD_ADDRESS", "ADD_PEER", "BRING_UP"})
    void staysDownWhenRaisingFails(Step step) throws Exception {
        try (Listener listener = listen();
                Adapter adapter = install()) {
            listener.admit(device());
            failNext(agentHost, step, 31);
            assertFails(step, () -> adapter.raise(tunnel()));
            assertThat(adapter.engine()).isEmpty();

            adapter.raise(tunnel());
            awaitHandshake(adapter);
        }
    }

    private static void assertFails(Step step, ThrowingCallable call) {
        assertThatExceptionOfType(HostNetworkException.class)
                .isThrownBy(call)
                .withMessageContaining(step.name())
                .satisfies(failure -> {
                    assertThat(failure.step()).isEqualTo(step);
                    assertThat(failure.code()).isNotZero();
                });
    }
}
