package io.borealis.lab.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.borealis.lab.Lab;
import io.borealis.lab.agent.LabAgent;
import io.borealis.lab.engine.EngineClient;
import io.borealis.lab.engine.TerminalClient;
import io.borealis.lab.host.NetworkView;
import io.borealis.lab.host.Outpost;
import io.borealis.lab.host.PacketCapture;
import io.borealis.lab.run.Steps;
import io.borealis.lab.run.Until;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/** The product's main job, step by step: connect, command in the terminal, ports, isolation, disconnect. */
public final class MainJob {

    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(15);
    private static final Duration LONGEST_COMMAND = Duration.ofSeconds(20);
    private static final Duration LONGEST_TEARDOWN = Duration.ofSeconds(1);
    private static final int ALLOWED = 3389;
    private static final int NOT_ALLOWED = 8080;

    private final Lab lab;
    private final Steps steps;
    private final String secret = "borealis-" + UUID.randomUUID();

    MainJob(Lab lab, Steps steps) {
        this.lab = lab;
        this.steps = steps;
    }

    void run() {
        steps.step("the Engine starts on WildFly", () -> {
            lab.engine().start();
            return "TCP " + lab.engine().httpsPort() + ", UDP " + lab.engine().listenPort();
        });
        steps.step("agent1 enrols with a code that approves", () -> {
            LabAgent agent = lab.enroll("agent1", false);
            return "agent " + agent.id();
        });
        steps.step("agent2 enrols, the administrator approves", () -> {
            LabAgent agent = lab.enroll("agent2", true);
            return "agent " + agent.id();
        });
        EngineClient operator = login();
        LabAgent first = lab.agents().get(0);
        LabAgent second = lab.agents().get(1);
        if (lab.isSimulated()) {
            connect(operator, first);
            terminal(operator, first);
            disconnectSimulated(operator, first);
            return;
        }
        try (PacketCapture capture = first.capture("capture")) {
            connect(operator, first);
            connect(operator, second);
            terminal(operator, first);
            ports(operator, first);
            isolation(operator, first, second);
            steps.step("the capture on agent1's cable", () -> judge(capture));
            disconnect(operator, first);
        }
    }

    private EngineClient login() {
        EngineClient[] session = new EngineClient[1];
        steps.step("an operator logs in", () -> {
            session[0] = lab.as("operator");
            return "role operator";
        });
        return session[0];
    }

    private void connect(EngineClient operator, LabAgent agent) {
        steps.step("status of " + nameOf(agent) + " before", () -> {
            String status = operator.status(agent.id()).expect(200).field("status");
            Steps.require(status.equals("down"), "the tunnel is " + status + ", not down");
            return status;
        });
        steps.step("connect " + nameOf(agent), () -> {
            String first = operator.connect(agent.id()).expect(200).field("status");
            Steps.require(first.equals("pending"), "the answer to connect says " + first + ", not pending");
            JsonNode up = awaitUp(operator, agent);
            return "pending → up, handshake at " + up.path("last_handshake_at").asText() + ", "
                    + up.path("virtual_ip").asText() + (up.path("simulated").asBoolean() ? ", simulated" : "");
        });
    }

    public static JsonNode awaitUp(EngineClient operator, LabAgent agent) {
        JsonNode[] last = new JsonNode[1];
        Until.holds(
                () -> {
                    last[0] = operator.status(agent.id()).expect(200).json();
                    String status = last[0].path("status").asText();
                    Steps.require(!status.equals("down"), "the tunnel went down: " + last[0]);
                    return status.equals("up");
                },
                LONGEST_CONNECT,
                () -> "the tunnel did not come up: " + last[0]);
        Steps.require(last[0].hasNonNull("last_handshake_at"), "up without an observed handshake: " + last[0]);
        return last[0];
    }

    private void terminal(EngineClient operator, LabAgent agent) {
        steps.step("a command in the terminal of " + nameOf(agent), () -> {
            try (TerminalClient terminal = operator.terminal(tunnelOf(operator, agent))) {
                terminal.type("echo " + secret + "-$((6*7))\r");
                terminal.awaitOutput(secret + "-42", LONGEST_COMMAND);
                terminal.type("exit 7\r");
                Until.holds(
                        () -> terminal.exitCode().isPresent(), LONGEST_COMMAND, () -> "the shell's end was not told");
                Steps.require(
                        terminal.exitCode().getAsInt() == 7, "exit code " + terminal.exitCode() + " instead of 7");
                return "output checked, exit code 7";
            }
        });
    }

    private static String tunnelOf(EngineClient operator, LabAgent agent) {
        return operator.status(agent.id()).expect(200).field("tunnel_id");
    }

    private static String addressOf(EngineClient operator, LabAgent agent) {
        return operator.status(agent.id()).expect(200).field("virtual_ip").replaceAll("/.*", "");
    }

    private void ports(EngineClient operator, LabAgent agent) {
        lab.session("admin").permit(agent.id(), List.of("tcp/" + ALLOWED)).expect(200);
        String address = addressOf(operator, agent);
        try (Outpost device = agent.host().outpost();
                Outpost engine = lab.engine().host().outpost()) {
            device.listen(ALLOWED);
            device.listen(NOT_ALLOWED);
            steps.step("allowed port tcp/" + ALLOWED + " on " + nameOf(agent), () -> {
                Outpost.Reached reached = engine.reach(address, ALLOWED);
                Steps.require(reached == Outpost.Reached.OPEN, "it is " + reached);
                engine.hold("allowed", address, ALLOWED);
                Steps.require(engine.echoes("allowed"), "it opens but nothing comes back");
                return "answers through the tunnel";
            });
            steps.step("port tcp/" + NOT_ALLOWED + ", not allowed", () -> {
                Outpost.Reached reached = engine.reach(address, NOT_ALLOWED);
                Steps.require(reached != Outpost.Reached.OPEN, "it answers");
                return "shut (" + reached.name().toLowerCase(java.util.Locale.ROOT) + ")";
            });
        }
    }

    private void isolation(EngineClient operator, LabAgent first, LabAgent second) {
        lab.session("admin").permit(second.id(), List.of("tcp/" + ALLOWED)).expect(200);
        String secondAddress = addressOf(operator, second);
        String engineAddress = lab.engine().network().engineAddress().toString();
        steps.step("agent1 reaches neither agent2 nor the Engine", () -> {
            try (Outpost device = first.host().outpost();
                    Outpost other = second.host().outpost();
                    Outpost engine = lab.engine().host().outpost()) {
                other.listen(ALLOWED);
                Steps.require(
                        engine.reach(secondAddress, ALLOWED) == Outpost.Reached.OPEN, "agent2 does not even listen");
                Steps.require(device.reach(secondAddress, ALLOWED) != Outpost.Reached.OPEN, "agent1 reaches agent2");
                for (int port : List.of(lab.engine().httpsPort(), lab.engine().managementPort(), 22, 47002)) {
                    Steps.require(
                            device.reach(engineAddress, port) != Outpost.Reached.OPEN,
                            "agent1 reaches port " + port + " of the Engine");
                }
            }
            return "shut";
        });
    }

    private String judge(PacketCapture capture) {
        List<PacketCapture.Packet> packets = capture.packets();
        int https = lab.engine().httpsPort();
        List<PacketCapture.Packet> tunnel = packets.stream()
                .filter(packet -> packet.touches("udp", lab.engine().listenPort()))
                .toList();
        Steps.require(tunnel.size() > 5, "only " + tunnel.size() + " packets on the tunnel's port");
        Steps.require(tunnel.stream().allMatch(PacketCapture.Packet::isWireGuard), "something else than WireGuard");
        Set<String> others = packets.stream()
                .filter(packet -> !packet.touches("udp", lab.engine().listenPort()) && !packet.touches("tcp", https))
                .map(packet -> packet.protocol() + " " + packet.sourcePort() + "→" + packet.destinationPort())
                .collect(Collectors.toCollection(TreeSet::new));
        Steps.require(others.isEmpty(), "other traffic on the cable: " + others);
        Steps.require(!capture.shows(secret), "the terminal's text is readable on the cable");
        return tunnel.size() + " WireGuard packets on UDP " + lab.engine().listenPort()
                + ", beside them only the control channel (TLS); none of the terminal's text";
    }

    private void disconnect(EngineClient operator, LabAgent agent) {
        String address = addressOf(operator, agent);
        NetworkView engine = lab.engine().host().network();
        NetworkView device = agent.host().network();
        steps.step("disconnect " + nameOf(agent), () -> {
            Steps.require(engine.peers().stream().anyMatch(peer -> peer.contains(address)), "there was no peer");
            Steps.require(engine.filtersMention(address), "there was no permit");
            operator.disconnect(agent.id()).expect(200);
            Until.holds(
                    () -> whatStayed(engine, device, address).isEmpty(),
                    LONGEST_TEARDOWN,
                    () -> "after the disconnect there was still: " + whatStayed(engine, device, address));
            Steps.require(device.adapters().size() == 1, "the agent's adapter is not installed any more");
            return "peer, permits, address gone; the adapter stays, down";
        });
        requireDown(operator, agent);
    }

    private static List<String> whatStayed(NetworkView engine, NetworkView device, String address) {
        List<String> stayed = new ArrayList<>();
        if (engine.peers().stream().anyMatch(peer -> peer.contains(address))) {
            stayed.add("the peer");
        }
        if (engine.filtersMention(address)) {
            stayed.add("a permit of the Engine");
        }
        if (!device.adapterAddresses().isEmpty()) {
            stayed.add("the device's address " + device.adapterAddresses());
        }
        if (device.isAnyAdapterUp()) {
            stayed.add("the device's adapter, up");
        }
        return stayed;
    }

    private void disconnectSimulated(EngineClient operator, LabAgent agent) {
        steps.step("disconnect " + nameOf(agent), () -> {
            operator.disconnect(agent.id()).expect(200);
            return "";
        });
        requireDown(operator, agent);
    }

    private void requireDown(EngineClient operator, LabAgent agent) {
        steps.step("status of " + nameOf(agent) + " after", () -> {
            JsonNode status = operator.status(agent.id()).expect(200).json();
            Steps.require(status.path("status").asText().equals("down"), "it says " + status);
            return "down, " + status.path("reason").asText();
        });
    }

    private String nameOf(LabAgent agent) {
        return agent.hostname();
    }
}
