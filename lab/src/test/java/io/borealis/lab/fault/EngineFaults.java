package io.borealis.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.borealis.lab.agent.LabAgent;
import io.borealis.lab.engine.EngineReply;
import io.borealis.lab.host.Running;
import io.borealis.lab.run.LabException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** An Engine that is killed at each step of connect and disconnect, and what it stands on. */
final class EngineFaults {

    static final List<Fault> ALL = List.of(
            Fault.ENGINE_KILLED_PENDING,
            Fault.ENGINE_KILLED_ADMITTED,
            Fault.ENGINE_KILLED_UP,
            Fault.ENGINE_KILLED_CONNECTING,
            Fault.ENGINE_KILLED_DISCONNECTING,
            Fault.ENGINE_WIREGUARD_KILLED,
            Fault.ENGINE_HEAP_FILLED);

    private final FaultLab faults;
    private final Columns columns;
    private final List<LabAgent> agents = new ArrayList<>();

    EngineFaults(FaultLab faults, Columns columns) {
        this.faults = faults;
        this.columns = columns;
    }

    void tryAll() {
        HeapFiller filler = HeapFiller.in(faults.lab());
        faults.lab().engine().start();
        for (String name : List.of("one", "two", "three")) {
            agents.add(faults.enroll(name));
        }
        columns.trial(
                List.of(Fault.ENGINE_KILLED_PENDING, Fault.ENGINE_KILLED_ADMITTED, Fault.ENGINE_KILLED_UP),
                this::killedAtThreeSteps);
        columns.trial(Fault.ENGINE_KILLED_CONNECTING, this::killedWhileConnecting);
        columns.trial(Fault.ENGINE_KILLED_DISCONNECTING, this::killedWhileDisconnecting);
        columns.trial(Fault.ENGINE_WIREGUARD_KILLED, this::loseItsWireGuard);
        columns.trial(Fault.ENGINE_HEAP_FILLED, () -> fillItsHeap(filler));
    }

    private void killedAtThreeSteps() {
        LabAgent silent = agents.get(0);
        LabAgent unheard = agents.get(1);
        LabAgent standing = agents.get(2);
        String tunnel = faults.up(standing);
        silent.host().shell("kill -STOP " + silent.service().process().pid()).orThrow("stopping the agent");
        faults.operator().connect(silent.id()).expect(200);
        Cut cut = Cut.udp(unheard.host(), faults.lab().engine().listenPort());
        try (cut) {
            faults.operator().connect(unheard.id()).expect(200);
            await().atMost(FaultLab.SOON).until(() -> faults.enginePeers().size() == 2);
            assertThat(faults.statusOf(silent)).isEqualTo("pending");
            assertThat(faults.statusOf(unheard)).isEqualTo("pending");

            kill();
        }
        silent.host().shell("kill -CONT " + silent.service().process().pid()).orThrow("going on");
        startAgain();

        faults.isDown(silent, "engine_stop");
        faults.isDown(unheard, "engine_stop");
        faults.isStillUp(standing, tunnel);
        assertThat(faults.enginePeers()).hasSize(1);
        agents.forEach(faults::tunnelsAreUsable);
    }

    private void killedWhileConnecting() {
        List<Optional<EngineReply>> told =
                killedDuring(20, agent -> faults.operator().connect(agent.id()));
        startAgain();

        for (int i = 0; i < agents.size(); i++) {
            JsonNode now = faults.status(agents.get(i));
            if (isAcknowledged(told.get(i))) {
                assertThat(now.path("tunnel_id").asText())
                        .isEqualTo(told.get(i).orElseThrow().field("tunnel_id"));
            }
        }
        peersAreThoseOfLiveTunnels();
        agents.forEach(faults::tunnelsAreUsable);
    }

    private void killedWhileDisconnecting() {
        List<String> tunnels = agents.stream().map(faults::up).toList();

        List<Optional<EngineReply>> told =
                killedDuring(10, agent -> faults.admin().disconnectAll(agent.id()));
        startAgain();

        for (int i = 0; i < agents.size(); i++) {
            LabAgent agent = agents.get(i);
            JsonNode now = faults.status(agent);
            assertThat(now.path("tunnel_id").asText()).isEqualTo(tunnels.get(i));
            boolean acknowledged = isAcknowledged(told.get(i));
            if (acknowledged || now.path("status").asText().equals("down")) {
                faults.isDown(agent, "operator_disconnect");
            } else {
                faults.isStillUp(agent, tunnels.get(i));
            }
        }
        peersAreThoseOfLiveTunnels();
        agents.forEach(faults::tunnelsAreUsable);
    }

    /**
     * Asks for each agent, so many milliseconds after the one before, and kills the Engine at the first answer, with the
     * others under way; empty where no answer came.
     */
    private List<Optional<EngineReply>> killedDuring(int apart, Function<LabAgent, EngineReply> asking) {
        Running engine = faults.lab().engine().process();
        List<CompletableFuture<Optional<EngineReply>>> answers = new ArrayList<>();
        for (int i = 0; i < agents.size(); i++) {
            LabAgent agent = agents.get(i);
            answers.add(CompletableFuture.supplyAsync(() -> answer(asking, agent), after(i * apart)));
        }
        CompletableFuture.anyOf(answers.toArray(CompletableFuture[]::new)).join();
        engine.kill();
        List<Optional<EngineReply>> told =
                answers.stream().map(CompletableFuture::join).toList();
        long acknowledged = told.stream().filter(EngineFaults::isAcknowledged).count();
        System.out.println("acknowledged before the Engine was killed: " + acknowledged + " of " + agents.size());
        assertThat(acknowledged).isPositive();
        return told;
    }

    private static boolean isAcknowledged(Optional<EngineReply> answer) {
        return answer.map(EngineReply::status).equals(Optional.of(200));
    }

    private static Executor after(int milliseconds) {
        return CompletableFuture.delayedExecutor(milliseconds, TimeUnit.MILLISECONDS);
    }

    private static Optional<EngineReply> answer(Function<LabAgent, EngineReply> asking, LabAgent agent) {
        try {
            return Optional.of(asking.apply(agent));
        } catch (LabException noAnswer) {
            return Optional.empty();
        }
    }

    private void peersAreThoseOfLiveTunnels() {
        await().atMost(FaultLab.SOON).untilAsserted(() -> {
            List<String> statuses = agents.stream().map(faults::statusOf).toList();
            assertThat(statuses).doesNotContain("pending");
            assertThat(faults.enginePeers()).hasSize((int)
                    statuses.stream().filter(status -> !status.equals("down")).count());
        });
    }

    private void kill() {
        faults.lab().engine().kill();
        await().atMost(FaultLab.SOON).untilAsserted(() -> assertThat(
                        faults.lab().engine().host().network().adapters())
                .isEmpty());
    }

    private void startAgain() {
        faults.lab().engine().start();
        agents.forEach(faults::awaitConnected);
    }

    private void loseItsWireGuard() {
        LabAgent agent = agents.get(0);
        String tunnel = faults.up(agent);

        WireGuardProcess.killOn(faults.lab().engine().host());

        await().atMost(FaultLab.COME_BACK)
                .untilAsserted(() -> assertThat(faults.enginePeers()).hasSize(1));
        faults.isStillUp(agent, tunnel);
        try (var terminal = faults.operator().terminal(tunnel)) {
            terminal.type("echo back-$((6*7))\r");
            terminal.awaitOutput("back-42", FaultLab.COME_BACK);
        }
        faults.tunnelsAreUsable(agent);
    }

    private void fillItsHeap(HeapFiller filler) {
        LabAgent agent = agents.get(0);
        String tunnel = faults.up(agent);

        filler.fill();

        await().atMost(FaultLab.COME_BACK).until(() -> !faults.lab().engine().isAlive());
        filler.noMore();
        startAgain();
        faults.isStillUp(agent, tunnel);
        faults.tunnelsAreUsable(agent);
    }
}
