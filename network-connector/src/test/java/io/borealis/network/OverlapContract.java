package io.borealis.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.borealis.network.HostNetworkException.Step;
import io.borealis.protocol.tunnel.TunnelAddress;
import io.borealis.protocol.tunnel.TunnelNetwork;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The addresses of the tunnels are nobody else's on either host. */
abstract class OverlapContract extends AdapterContract {

    /** Gives the host something else that uses these addresses: an interface, with the route that it brings. */
    protected abstract void occupy(HostNetwork host, TunnelNetwork network) throws Exception;

    /** Takes away what {@link #occupy} gave. */
    protected abstract void vacate(HostNetwork host) throws Exception;

    private TunnelNetwork around(TunnelAddress address) {
        return new TunnelNetwork(new TunnelAddress(address.value() & ~7), 29);
    }

    @Test
    void doesNotListenInANetworkThatIsUsedHere() throws Exception {
        TunnelNetwork used = around(address(1000));
        occupy(engineHost, used);
        try {
            assertClaimFails(this::listen, tunnelNetwork().toString(), used.toString(), "borealis.network.network");
        } finally {
            vacate(engineHost);
        }
        try (Listener listener = listen()) {
            assertThat(listener.isHealthy()).isTrue();
        }
    }

    @Test
    void seesThatItsNetworkIsUsedHereByNow() throws Exception {
        try (Listener listener = listen();
                Adapter adapter = install()) {
            listener.admit(device());
            adapter.raise(tunnel());
            awaitHandshake(adapter);
            // its own address and route, and those of a device on the same machine, are no overlap
            assertThat(listener.overlap()).isEmpty();

            occupy(engineHost, around(address(1000)));
            try {
                assertThat(listener.overlap().orElseThrow().sentence())
                        .contains(around(address(1000)).toString());
            } finally {
                vacate(engineHost);
            }

            assertThat(listener.overlap()).isEmpty();
            assertThat(listener.isHealthy()).isTrue();
        }
    }

    @Test
    void doesNotRaiseAnAddressThatIsUsedOnTheDevice() throws Exception {
        assertDoesNotRaiseBeside(address(0));
    }

    @Test
    void doesNotRaiseTowardsAnEngineWhoseAddressIsUsedOnTheDevice() throws Exception {
        assertDoesNotRaiseBeside(tunnelNetwork().engineAddress());
    }

    private void assertDoesNotRaiseBeside(TunnelAddress used) throws Exception {
        try (Adapter adapter = install()) {
            occupy(agentHost, around(used));
            try {
                assertClaimFails(
                        () -> adapter.raise(tunnel()),
                        around(used).toString(),
                        "the Engine's borealis.network.network");
                assertThat(adapter.engine()).isEmpty();
            } finally {
                vacate(agentHost);
            }
            adapter.raise(tunnel());
            assertThat(adapter.engine()).isPresent();
        }
    }

    @Test
    void raisesBesideAnythingElse() throws Exception {
        try (Listener listener = listen();
                Adapter adapter = install()) {
            listener.admit(device());
            TunnelNetwork elsewhere =
                    around(new TunnelAddress(tunnelNetwork().base().value() - 8));
            occupy(agentHost, elsewhere);
            try {
                adapter.raise(tunnel());
                awaitHandshake(adapter);
                assertThat(listener.overlap()).isEmpty();
            } finally {
                vacate(agentHost);
            }
        }
    }

    private static void assertClaimFails(ThrowingCallable call, String... words) {
        assertThatExceptionOfType(HostNetworkException.class)
                .isThrownBy(call)
                .satisfies(failure -> assertThat(failure.step()).isEqualTo(Step.CLAIM_NETWORK))
                .satisfies(failure -> assertThat(failure).hasMessageContainingAll(words));
    }
}
