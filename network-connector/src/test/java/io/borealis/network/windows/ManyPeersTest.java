package io.borealis.network.windows;

import static org.assertj.core.api.Assertions.assertThat;

import io.borealis.network.Listener;
import io.borealis.network.Peer;
import io.borealis.network.Reconciliation;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.tunnel.WireGuardSecret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A fleet; its size is -Dborealis.peers. Prints what each step took and judges only what it did. */
@Tag("lab")
final class ManyPeersTest {

    private static final int PEERS = Integer.getInteger("borealis.peers", 1500);
    private static final Set<PortRule> FOUR_PORTS =
            Set.of(PortRule.tcp(22), PortRule.tcp(3389), PortRule.tcp(5985), PortRule.tcp(47002));

    @BeforeAll
    static void requireLab() {
        Lab.require();
    }

    @Test
    void keepsAFleet() throws Exception {
        try (LabTunnel lab = new LabTunnel();
                Listener listener = lab.listen()) {
            List<Peer> fleet = new ArrayList<>();
            for (int n = 0; n < PEERS; n++) {
                Peer peer = LabTunnel.peer(n + 2);
                fleet.add(new Peer(peer.publicKey(), peer.presharedKey(), peer.address(), FOUR_PORTS));
            }

            Reconciliation first = timed("reconcile, all missing", () -> listener.reconcile(fleet));
            assertThat(first.admitted()).hasSize(PEERS);
            assertThat(timed("reconcile, nothing to do", () -> listener.reconcile(fleet))
                            .changedNothing())
                    .isTrue();
            assertThat(timed("list", listener::peers)).hasSize(PEERS);
            assertThat(timed(
                            "one peer's statistics",
                            () -> listener.peer(fleet.get(PEERS / 2).publicKey())))
                    .isPresent();

            List<Duration> admissions = new ArrayList<>();
            for (int n = 0; n < 50; n++) {
                long start = System.nanoTime();
                listener.admit(lab.device());
                admissions.add(Duration.ofNanos(System.nanoTime() - start));
                listener.evict(lab.device().publicKey());
            }
            Collections.sort(admissions);
            System.out.println(
                    PEERS + " peers, one more: p50 " + admissions.get(25).toNanos() / 1000 + " µs");

            fleet.set(
                    0,
                    new Peer(
                            fleet.get(0).publicKey(),
                            LabTunnel.randomSecret(),
                            fleet.get(0).address(),
                            FOUR_PORTS));
            assertThat(timed("reconcile, one changed", () -> listener.reconcile(fleet))
                            .admitted())
                    .hasSize(1);
            assertThat(timed("reconcile, all surplus", () -> listener.reconcile(List.of()))
                            .evicted())
                    .hasSize(PEERS);
            assertThat(listener.peers()).isEmpty();
            assertThat(InstalledFilters.permittedTowards(fleet.get(0).address()))
                    .isEmpty();
            fleet.stream().map(Peer::presharedKey).forEach(WireGuardSecret::close);
        }
    }

    private static <T> T timed(String what, Callable<T> step) throws Exception {
        long start = System.nanoTime();
        T result = step.call();
        System.out.println(PEERS + " peers, " + what + ": "
                + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms");
        return result;
    }
}
