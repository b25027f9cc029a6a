package io.borealis.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.lab.agent.LabAgent;
import io.borealis.lab.host.Host;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Devices that lose their network in part or as a whole, and agents that die. One device for each column. */
final class NetworkFaults {

    static final List<Fault> ALL = List.of(
            Fault.NETWORK_CUT_5_MIN,
            Fault.CONTROL_CUT,
            Fault.NETWORK_CUT_10_S,
            Fault.DEVICE_MOVED,
            Fault.UDP_CUT,
            Fault.AGENT_KILLED,
            Fault.AGENT_WIREGUARD_KILLED);

    private static final Duration SHORT = Duration.ofSeconds(10);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration CHANNEL_IS_GIVEN_UP = Duration.ofSeconds(75);
    private static final Duration A_HANDSHAKE_IS_DUE = Duration.ofMinutes(5);

    private final FaultLab faults;
    private final Columns columns;

    NetworkFaults(FaultLab faults, Columns columns) {
        this.faults = faults;
        this.columns = columns;
    }

    void tryAll(Executor threads) {
        faults.lab().engine().start();
        LabAgent far = faults.enroll("far");
        LabAgent mute = faults.enroll("mute");
        LabAgent deaf = faults.enroll("deaf");
        CompletableFuture.allOf(
                        CompletableFuture.runAsync(
                                () -> columns.trial(Fault.NETWORK_CUT_5_MIN, () -> cutForLong(far)), threads),
                        CompletableFuture.runAsync(
                                () -> {
                                    columns.trial(Fault.NETWORK_CUT_10_S, () -> cutForAMoment(mute));
                                    columns.trial(Fault.CONTROL_CUT, () -> cutControl(mute));
                                    columns.trial(Fault.AGENT_KILLED, () -> kill(mute));
                                    columns.trial(Fault.AGENT_WIREGUARD_KILLED, () -> killWireGuard(mute));
                                    columns.trial(Fault.DEVICE_MOVED, () -> moveElsewhere(mute));
                                },
                                threads),
                        CompletableFuture.runAsync(() -> columns.trial(Fault.UDP_CUT, () -> cutUdp(deaf)), threads))
                .join();
    }

    private void cutForLong(LabAgent agent) {
        faults.up(agent);
        String address = faults.addressOf(agent);
        long began = System.nanoTime();
        Cut cut = Cut.network(agent.host());
        try (cut) {
            await().atMost(LONG).pollInterval(Duration.ofSeconds(1)).until(() -> faults.statusOf(agent)
                    .equals("down"));
            faults.isDown(agent, "agent_disconnect");
            assertThat(faults.enginePeers()).noneMatch(peer -> peer.contains(address + "/"));
            await().atMost(LONG)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> since(began).compareTo(LONG) >= 0);
        }
        faults.awaitConnected(agent);
        faults.leavesNothing(agent, address);
        faults.tunnelsAreUsable(agent);
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private void cutForAMoment(LabAgent agent) {
        String tunnel = faults.up(agent);
        long began = System.nanoTime();
        Cut cut = Cut.network(agent.host());
        try (cut) {
            await().atMost(SHORT.multipliedBy(2)).until(() -> since(began).compareTo(SHORT) >= 0);
        }
        faults.carriesACommand(agent, tunnel);
        faults.tunnelsAreUsable(agent);
    }

    private void cutControl(LabAgent agent) {
        String tunnel = faults.up(agent);
        long began = System.nanoTime();
        Cut cut = Cut.tcp(agent.host(), faults.lab().engine().httpsPort());
        try (cut) {
            await().atMost(CHANNEL_IS_GIVEN_UP.multipliedBy(2))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> since(began).compareTo(CHANNEL_IS_GIVEN_UP) >= 0 && !faults.isConnected(agent));
            faults.carriesACommand(agent, tunnel);
        }
        faults.awaitConnected(agent);
        faults.carriesACommand(agent, tunnel);
        faults.tunnelsAreUsable(agent);
    }

    private void cutUdp(LabAgent agent) {
        String tunnel = faults.up(agent);
        Cut cut = Cut.udp(agent.host(), faults.lab().engine().listenPort());
        try (cut) {
            await().atMost(A_HANDSHAKE_IS_DUE)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> faults.statusOf(agent).equals("recovering"));
            assertThat(faults.isConnected(agent)).isTrue();
        }
        faults.carriesACommand(agent, tunnel);
        faults.tunnelsAreUsable(agent);
    }

    private void kill(LabAgent agent) {
        faults.up(agent);
        String address = faults.addressOf(agent);

        agent.service().kill();
        await().atMost(FaultLab.SOON)
                .untilAsserted(
                        () -> assertThat(agent.host().network().adapters()).isEmpty());
        agent.service().start();

        faults.awaitConnected(agent);
        faults.isDown(agent, "agent_disconnect");
        faults.leavesNothing(agent, address);
        faults.tunnelsAreUsable(agent);
    }

    private void killWireGuard(LabAgent agent) {
        faults.up(agent);
        String address = faults.addressOf(agent);

        WireGuardProcess.killOn(agent.host());

        faults.isDown(agent, "agent_disconnect");
        faults.leavesNothing(agent, address);
        faults.tunnelsAreUsable(agent);
    }

    private void moveElsewhere(LabAgent agent) {
        String tunnel = faults.up(agent);
        Host engine = faults.lab().engine().host();

        String from = OtherNetwork.moves(agent.host(), faults.lab());

        await().atMost(FaultLab.COME_BACK)
                .untilAsserted(() ->
                        assertThat(engine.network().endpoints()).anyMatch(peer -> peer.contains("\t" + from + ":")));
        faults.carriesACommand(agent, tunnel);
        faults.awaitConnected(agent);
        faults.carriesACommand(agent, tunnel);
        faults.tunnelsAreUsable(agent);
    }
}
