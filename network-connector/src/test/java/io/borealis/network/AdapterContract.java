package io.borealis.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.borealis.protocol.access.PortRule;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The agent's adapter: installed and down, or up with one tunnel. */
abstract class AdapterContract extends ReconcileContract {

    @Test
    void raisesOneTunnelAtATime() throws Exception {
        try (Listener listener = listen();
                Adapter adapter = install()) {
            listener.admit(device());
            adapter.raise(tunnel());

            assertThatIllegalStateException().isThrownBy(() -> adapter.raise(tunnel()));

            awaitHandshake(adapter);
        }
    }

    @Test
    void raisesAgainAfterADrop() throws Exception {
        try (Listener listener = listen();
                Adapter adapter = install()) {
            listener.admit(device());
            adapter.raise(tunnel());
            awaitHandshake(adapter);

            adapter.drop();
            assertThat(adapter.engine()).isEmpty();
            listener.evict(deviceKeys.publicKey());
            listener.admit(device());
            assertThat(handshakeOf(listener, deviceKeys.publicKey())).isEmpty();

            adapter.raise(tunnel());
            awaitHandshake(adapter);
            awaitHandshake(listener, deviceKeys.publicKey());
        }
    }

    @Test
    void findsTheEngineWhereItIsAndKeepsTheTunnel() throws Exception {
        try (Listener listener = listen();
                Adapter adapter = install()) {
            assertThatIllegalStateException().isThrownBy(adapter::findEngine);
            listener.admit(device());
            adapter.raise(tunnel());
            awaitHandshake(adapter);

            assertThat(adapter.findEngine()).isFalse();
            assertThat(adapter.engine().orElseThrow().lastHandshake()).isPresent();
        }
    }

    @Test
    void dropsTwiceWithoutComplaint() throws Exception {
        try (Adapter adapter = install()) {
            adapter.drop();
            adapter.raise(tunnel());
            adapter.drop();
            adapter.drop();
            assertThat(adapter.engine()).isEmpty();
            assertThat(adapter.driverVersion()).isNotBlank();
        }
    }

    @Test
    void replacesPortsOnlyWhileATunnelIsUp() throws Exception {
        try (Listener listener = listen();
                Adapter adapter = install()) {
            assertThatIllegalStateException().isThrownBy(() -> adapter.permit(PORTS));
            listener.admit(device());
            adapter.raise(tunnel());
            adapter.permit(Set.of(PortRule.tcp(22)));
            awaitHandshake(adapter);
            adapter.drop();
            assertThatIllegalStateException().isThrownBy(() -> adapter.permit(PORTS));
        }
    }

    @Test
    void installsAgainAfterItWasClosedTwice() throws Exception {
        Adapter first = install();
        first.raise(tunnel());
        first.close();
        first.close();
        assertThat(first.engine()).isEmpty();
        assertThatIllegalStateException().isThrownBy(() -> first.raise(tunnel()));

        try (Adapter second = install()) {
            assertThat(second.engine()).isEmpty();
        }
    }

    @Test
    void installsOneAdapterAtATime() throws Exception {
        try (Adapter adapter = install()) {
            assertThatIllegalStateException().isThrownBy(this::install);
            assertThat(adapter.engine()).isEmpty();
        }
    }
}
