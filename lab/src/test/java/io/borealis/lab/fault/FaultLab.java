package io.borealis.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.borealis.lab.Lab;
import io.borealis.lab.Labs;
import io.borealis.lab.agent.LabAgent;
import io.borealis.lab.engine.EngineClient;
import io.borealis.lab.engine.EngineReply;
import io.borealis.lab.engine.TerminalClient;
import io.borealis.lab.host.Host;
import io.borealis.lab.host.NetworkView;
import io.borealis.lab.run.LabException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** A lab of its own for some faults, and the questions that are asked before and after each. */
final class FaultLab implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(60);
    /** An agent that lost its channel comes back by its own backoff; an Engine that was killed takes a start. */
    static final Duration COME_BACK = Duration.ofSeconds(150);

    private static final int LONGEST_COMMENT = 200;

    private static final int LAST_WORDS = 3_000;

    // as this system cuts their names
    private static final Set<String> OF_WINDOWS = Set.of(
            "wineserver64",
            "services.exe",
            "winedevice.exe",
            "plugplay.exe",
            "svchost.exe",
            "rpcss.exe",
            "explorer.exe",
            "conhost.exe",
            "tabtip.exe",
            "start.exe");

    private final Lab lab;
    private final Map<String, List<String>> atRest = new ConcurrentHashMap<>();

    private FaultLab(Lab lab) {
        this.lab = lab;
    }

    /** Hosts and cables of a lab; nothing runs yet. */
    static FaultLab prepare(String purpose, String... agents) {
        SmallDisk.removeBelow(Labs.run(purpose).folder());
        return new FaultLab(Labs.prepare(purpose, agents));
    }

    Lab lab() {
        return lab;
    }

    /** The end of what its server wrote. */
    String lastWordsOfTheEngine() {
        try {
            // a log of Windows need not be text of one character set
            String said = Files.readString(lab.engine().log(), StandardCharsets.ISO_8859_1);
            return said.substring(Math.max(0, said.length() - LAST_WORDS));
        } catch (IOException unreadable) {
            return "its log cannot be read: " + unreadable;
        }
    }

    /** Until the server's health says this; its answer may be late on a machine that is busy. */
    void awaitReadiness(int status) {
        await().atMost(SOON).untilAsserted(() -> assertThat(readiness()).contains(status));
    }

    /** Sets a port list of which each rule says at length what it is for. The status of the answer. */
    int permitWithWords(LabAgent agent, List<String> rules) {
        Map<String, String> comments = rules.stream().collect(Collectors.toMap(rule -> rule, rule -> {
            StringBuilder words = new StringBuilder();
            while (words.length() < LONGEST_COMMENT) {
                words.append(UUID.randomUUID());
            }
            return words.substring(0, LONGEST_COMMENT);
        }));
        return admin().put("/api/devices/" + agent.id() + "/ports", Map.of("ports", rules, "comments", comments))
                .status();
    }

    Optional<Integer> readiness() {
        return lab.engine().readiness();
    }

    /** A device that may open tunnels, and rests. */
    LabAgent enroll(String name) {
        LabAgent agent = lab.enroll(name, false);
        awaitConnected(agent);
        atRest.put(name, programs(agent.host()));
        return agent;
    }

    /** What runs on a host, by name and without what a Windows machine starts and ends by itself. */
    private static List<String> programs(Host host) {
        // the shell that looks and what it starts are none of them
        return host.shell("for p in $(ip netns pids $(ip netns identify $$)); do"
                        + " [ $p = $$ ] || [ $(ps -o ppid= -p $p) = $$ ] || cat /proc/$p/comm; done 2>/dev/null")
                .text()
                .lines()
                .filter(program -> !OF_WINDOWS.contains(program))
                .sorted()
                .toList();
    }

    EngineClient admin() {
        return lab.session("admin");
    }

    /** A session that shares no tunnel yet. */
    EngineClient operator() {
        return lab.session("operator");
    }

    JsonNode status(LabAgent agent) {
        return admin().status(agent.id()).expect(200).json();
    }

    String statusOf(LabAgent agent) {
        return status(agent).path("status").asText();
    }

    boolean isConnected(LabAgent agent) {
        EngineReply reply = admin().get("/api/devices/" + agent.id());
        return reply.status() == 200 && reply.json().path("connected").asBoolean();
    }

    void awaitConnected(LabAgent agent) {
        await().atMost(COME_BACK).ignoreException(LabException.class).until(() -> isConnected(agent));
    }

    void awaitStatus(LabAgent agent, String wanted) {
        await().atMost(COME_BACK).ignoreException(LabException.class).untilAsserted(() -> assertThat(statusOf(agent))
                .isEqualTo(wanted));
    }

    /** Opens a tunnel, waits until it is up, and returns its id. */
    String up(LabAgent agent) {
        // what an earlier fault left is told where that one is tried
        if (!statusOf(agent).equals("down")) {
            admin().disconnectAll(agent.id()).expect(200);
        }
        operator().connect(agent.id()).expect(200);
        awaitStatus(agent, "up");
        return status(agent).path("tunnel_id").asText();
    }

    /** The same tunnel as before is up. */
    void isStillUp(LabAgent agent, String tunnel) {
        awaitStatus(agent, "up");
        assertThat(status(agent).path("tunnel_id").asText()).isEqualTo(tunnel);
    }

    /** The tunnel ended for this reason. */
    void isDown(LabAgent agent, String reason) {
        awaitStatus(agent, "down");
        assertThat(status(agent).path("reason").asText()).isEqualTo(reason);
    }

    /** Nothing of a tunnel stands on the device, and nothing of this one on the Engine's host. */
    void leavesNothing(LabAgent agent, String address) {
        NetworkView device = agent.host().network();
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(device.isAnyAdapterUp()).isFalse();
            assertThat(device.adapterAddresses()).isEmpty();
            assertThat(enginePeers()).noneMatch(peer -> peer.contains(address + "/"));
            assertThat(lab.engine().host().network().filtersMention(address)).isFalse();
        });
    }

    List<String> enginePeers() {
        return lab.engine().host().network().peers();
    }

    /** The virtual address that the device has in every tunnel. */
    String addressOf(LabAgent agent) {
        return status(agent).path("virtual_ip").asText().replaceAll("/.*", "");
    }

    /** The same tunnel is up, and a shell on the device answers in it. */
    void carriesACommand(LabAgent agent, String tunnel) {
        isStillUp(agent, tunnel);
        try (TerminalClient terminal = operator().terminal(tunnel)) {
            terminal.type("echo back-$((6*7))\r");
            terminal.awaitOutput("back-42", COME_BACK);
        }
    }

    /** A tunnel can be opened, carries a command, and can be ended. */
    void tunnelsAreUsable(LabAgent agent) {
        awaitConnected(agent);
        String tunnel = up(agent);
        String address = addressOf(agent);
        assertThat(agent.host().network().adapters()).hasSize(1);
        try (var terminal = operator().terminal(tunnel)) {
            terminal.type("echo back-$((6*7))\r");
            terminal.awaitOutput("back-42", SOON);
        }
        admin().disconnectAll(agent.id()).expect(200);
        isDown(agent, "operator_disconnect");
        leavesNothing(agent, address);
        await().atMost(SOON).untilAsserted(() -> assertThat(programs(agent.host()))
                .as("what runs on %s when no tunnel is open", agent.host().name())
                .isEqualTo(atRest.get(agent.host().name())));
    }

    @Override
    public void close() {
        lab.close();
        SmallDisk.removeBelow(lab.run().folder());
    }
}
