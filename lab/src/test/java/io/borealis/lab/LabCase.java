package io.borealis.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.borealis.lab.agent.LabAgent;
import io.borealis.lab.engine.EngineClient;
import io.borealis.lab.engine.TerminalClient;
import io.borealis.lab.host.NetworkView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** What every end-to-end test starts from: Engine and agents connected, no tunnel, no port granted. */
@ExtendWith(SharedLab.class)
public abstract class LabCase {

    /** As long as a machine may need that other lanes keep busy; what is promised within a time has a bound of its own. */
    protected static final Duration SOON = Duration.ofSeconds(60);
    /** After a restart of the Engine an agent comes back by its own backoff. */
    protected static final Duration COME_BACK = Duration.ofSeconds(150);

    protected static final Duration TEARDOWN = Duration.ofSeconds(1);

    protected Lab lab;
    /** The Engine's own address inside the tunnels. */
    protected String engineAddress;

    protected LabAgent first;
    protected LabAgent second;
    protected EngineClient admin;
    protected EngineClient operator;

    @BeforeEach
    final void calm(Lab shared) {
        lab = shared;
        engineAddress = lab.engine().network().engineAddress().toString();
        first = lab.agents().get(0);
        second = lab.agents().get(1);
        admin = lab.session("admin");
        for (LabAgent agent : lab.agents()) {
            awaitConnected(agent);
            if (!statusOf(agent).equals("down")) {
                admin.disconnectAll(agent.id()).expect(200);
            }
            admin.permit(agent.id(), List.of()).expect(200);
        }
        operator = lab.session("operator");
    }

    /** Waits until the agent has come to the Engine, or come back to it. */
    protected void awaitConnected(LabAgent agent) {
        await().atMost(COME_BACK).until(() -> admin.get("/api/devices/" + agent.id())
                .expect(200)
                .json()
                .path("connected")
                .asBoolean());
    }

    protected String statusOf(LabAgent agent) {
        return admin.status(agent.id()).expect(200).field("status");
    }

    /** Opens the tunnel and waits until it is up. */
    protected JsonNode up(EngineClient session, LabAgent agent) {
        session.connect(agent.id()).expect(200);
        return awaitUp(session, agent);
    }

    protected JsonNode awaitUp(EngineClient session, LabAgent agent) {
        JsonNode[] last = new JsonNode[1];
        await().atMost(SOON).pollInterval(Duration.ofMillis(20)).until(() -> {
            last[0] = session.status(agent.id()).expect(200).json();
            assertThat(last[0].path("status").asText()).as(last[0].toString()).isNotEqualTo("down");
            return last[0].path("status").asText().equals("up");
        });
        return last[0];
    }

    /** What the Engine wrote down, a line an event. */
    protected List<String> activity() {
        try {
            return Files.readAllLines(lab.engine().home().resolve("Engine/Logs/reverse_tunnel.log"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Nobody opens a terminal with it any more. */
    protected static void assertTicketIsVoid(EngineClient session, String tunnel, String ticket) {
        try (TerminalClient late = session.terminal(tunnel, ticket, 80, 25)) {
            await().atMost(SOON).until(() -> late.closeCode().isPresent());
            assertThat(late.closeCode()).hasValue(4401);
        }
    }

    /** The virtual address of a tunnel without its prefix length. */
    protected static String addressOf(JsonNode tunnel) {
        return tunnel.path("virtual_ip").asText().replaceAll("/.*", "");
    }

    protected NetworkView engineNetwork() {
        return lab.engine().host().network();
    }
}
