package io.borealis.lab.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.borealis.lab.Lab;
import io.borealis.lab.LabCase;
import io.borealis.lab.Legs;
import io.borealis.lab.access.Authenticator;
import io.borealis.lab.agent.LabAgent;
import io.borealis.lab.engine.EngineClient;
import io.borealis.lab.engine.EngineReply;
import io.borealis.lab.engine.TerminalClient;
import io.borealis.lab.run.Commands;
import io.borealis.lab.run.Leg;
import io.borealis.lab.run.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each key is changed by one command while two agents are connected with live terminals, and one is away. */
class RotationIT extends LabCase {

    private static final String ACCESS = "access-token";
    private static final String ORCHESTRATION = "orchestration-token";
    private static final String TUNNELS = "tunnel-secret";
    private static final String WIREGUARD = "wireguard";
    private static final String SECOND_FACTOR = "second-factor";
    private static final String CHAIN = "activity-seal";
    private static final String GUARDED = "operator2";

    private Optional<LabAgent> late = Optional.empty();

    @AfterEach
    void oneKeyAgain() throws IOException {
        for (JsonNode key : lab.session("admin").get("/api/keys").expect(200).json()) {
            if (key.path("state").asText().equals("overlap")) {
                end(key.path("name").asText());
            }
        }
        late.ifPresent(agent -> agent.service().stop());
    }

    private JsonNode rotate(String key) {
        return lab.session("admin")
                .post("/api/keys/" + key + "/rotate", Map.of())
                .expect(200)
                .json();
    }

    private void end(String key) {
        lab.session("admin").delete("/api/keys/" + key + "/previous").expect(200);
        if (key.equals(ACCESS)) {
            // the sessions of before rest on the key that is gone
            lab.forgetSessions();
        }
    }

    private static void works(TerminalClient terminal, int number) {
        terminal.type("echo works-$((" + number + "*7))\r");
        terminal.awaitOutput("works-" + number * 7, SOON);
    }

    private List<String> waiting() {
        List<String> ids = new ArrayList<>();
        lab.session("admin")
                .get("/api/keys/orchestration-token/waiting?limit=500")
                .expect(200)
                .json()
                .forEach(device -> ids.add(device.path("agent_id").asText()));
        return ids;
    }

    private LabAgent goesAway() {
        LabAgent six = lab.enrollSix();
        late = Optional.of(six);
        await().atMost(SOON).until(() -> !waiting().contains(six.id()));
        six.service().stop();
        await().atMost(SOON).until(() -> !isConnected(six));
        return six;
    }

    private boolean isConnected(LabAgent agent) {
        return lab.session("admin")
                .get("/api/devices/" + agent.id())
                .expect(200)
                .json()
                .path("connected")
                .asBoolean();
    }

    @Test
    void theKeyOfAccessTokensChangesUnderLiveSessions() {
        Legs.only(Leg.QUICK, "which key signs is decided in Java; the authority shows on both legs that keys are kept");
        EngineClient before = lab.as("operator");
        String tunnel = up(before, first).path("tunnel_id").asText();
        String other = up(before, second).path("tunnel_id").asText();
        try (TerminalClient one = before.terminal(tunnel);
                TerminalClient two = before.terminal(other)) {
            works(one, 2);
            works(two, 3);

            JsonNode rotated = rotate(ACCESS);

            assertThat(rotated.path("state").asText()).isEqualTo("overlap");
            works(one, 4);
            works(two, 5);
            before.status(first.id()).expect(200);
            EngineClient after = lab.as("operator");
            after.status(first.id()).expect(200);

            end(ACCESS);

            EngineReply refused = before.get("/api/devices");
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.field("detail")).contains("its key ended").contains("log in");
            after.status(first.id()).expect(200);
            // the session that opened them lives on, whatever became of its token
            works(one, 6);
            works(two, 7);
            assertThat(isConnected(first)).isTrue();
            assertThat(isConnected(second)).isTrue();
        }
        assertThat(activity())
                .anyMatch(line -> line.contains("key_rotation_started") && line.contains(ACCESS))
                .anyMatch(line -> line.contains("key_rotated") && line.contains(ACCESS))
                .anyMatch(line -> line.contains("key_retired") && line.contains(ACCESS));
    }

    @Test
    void theKeyOfOrdersChangesAndTheLateOneIsToldWhatToDo() throws IOException {
        Legs.only(Leg.QUICK, "who is late is decided in Java; the authority shows on both legs that keys are kept");
        LabAgent away = goesAway();
        String tunnel = up(operator, first).path("tunnel_id").asText();
        String other = up(operator, second).path("tunnel_id").asText();
        try (TerminalClient one = operator.terminal(tunnel);
                TerminalClient two = operator.terminal(other)) {
            works(one, 2);
            works(two, 3);

            rotate(ORCHESTRATION);

            await().atMost(SOON)
                    .until(() -> !waiting().contains(first.id()) && !waiting().contains(second.id()));
            assertThat(waiting()).contains(away.id());
            works(one, 4);
            works(two, 5);
        }
        reopen(first);
        reopen(second);

        // interrupted half-way: the next start goes on with what was begun
        String keyId = keyId(ORCHESTRATION);
        lab.engine().kill();
        lab.engine().start();
        assertThat(keyId(ORCHESTRATION)).isEqualTo(keyId);
        awaitConnected(first);
        awaitConnected(second);
        await().atMost(SOON)
                .until(() -> !waiting().contains(first.id()) && !waiting().contains(second.id()));
        end(ORCHESTRATION);
        reopen(first);
        reopen(second);

        away.service().start();
        awaitBack(away);
        lab.session("operator").connect(away.id()).expect(200);
        await().atMost(SOON).until(() -> lab.session("operator")
                .status(away.id())
                .field("status")
                .equals("down"));
        EngineReply refused = lab.session("operator").status(away.id());
        assertThat(refused.field("reason")).isEqualTo("agent_refused");
        assertThat(activity())
                .anyMatch(line -> line.contains("tunnel_ended agent=" + away.id()) && line.contains("enroll it anew"))
                .anyMatch(line -> line.contains("key_not_trusted agent=" + away.id()));
        assertThat(Files.readString(away.service().log())).contains("enrolled anew with a code of this Engine");

        cure(away);

        reopen(away);
    }

    @Test
    void theSecretOfTunnelsChangesUnderLiveTunnels() {
        Legs.only(
                Leg.QUICK,
                "which secret counts is decided in Java; the authority shows on both legs that keys are kept");
        String tunnel = up(operator, first).path("tunnel_id").asText();
        try (TerminalClient one = operator.terminal(tunnel)) {
            works(one, 2);
            rotate(TUNNELS);
            works(one, 3);
        }
        lab.engine().kill();
        lab.engine().start();
        awaitConnected(first);
        awaitConnected(second);
        EngineClient again = lab.session("operator");
        awaitUp(again, first);
        String other = up(again, second).path("tunnel_id").asText();
        try (TerminalClient one = again.terminal(tunnel);
                TerminalClient two = again.terminal(other)) {
            works(one, 4);
            works(two, 5);

            end(TUNNELS);

            await().atMost(SOON).until(() -> one.closeCode().isPresent());
            works(two, 6);
        }
        assertThat(activity())
                .anyMatch(line -> line.contains("tunnel_ended")
                        && line.contains(tunnel)
                        && line.contains("secret for tunnels was changed"))
                .noneMatch(line -> line.contains("tunnel_ended") && line.contains(other));
        reopen(first);
    }

    @Test
    void theKeysThatNoAgentKnowsChangeAndSecondFactorsAndTheChainHold() {
        Legs.only(
                Leg.QUICK,
                "what is sealed and signed with them is Java alone; the authority shows on both legs that keys are kept");
        LabAgent away = goesAway();
        String tunnel = up(operator, first).path("tunnel_id").asText();
        String other = up(operator, second).path("tunnel_id").asText();
        String own = "/api/account/second-factor";
        EngineClient guarded = lab.session(GUARDED);
        String secret = Secrets.know(
                guarded.post(own, Map.of("password", lab.account(GUARDED).password()))
                        .expect(201)
                        .field("secret"));
        long step = Authenticator.step();
        guarded.post(own + "/confirm", Map.of("code", Authenticator.code(secret, step)))
                .expect(200);
        try (TerminalClient one = operator.terminal(tunnel);
                TerminalClient two = operator.terminal(other)) {
            works(one, 2);
            works(two, 3);

            rotate(SECOND_FACTOR);
            rotate(CHAIN);

            works(one, 4);
            works(two, 5);
            signIn(secret, step + 1).expect(200);
            assertThatTheActivityIsProven();

            end(SECOND_FACTOR);
            end(CHAIN);

            works(one, 6);
            works(two, 7);
            // each code is taken once, and one of the next half minute at most
            await().atMost(COME_BACK).until(() -> Authenticator.step() > step);
            signIn(secret, step + 2).expect(200);
            assertThatTheActivityIsProven();
        } finally {
            lab.session("admin")
                    .delete("/api/accounts/" + GUARDED + "/second-factor?reason=tested")
                    .expect(200);
            lab.forgetSessions();
        }
        away.service().start();
        awaitBack(away);
        reopen(away);
    }

    private EngineReply signIn(String secret, long step) {
        return lab.engine()
                .client()
                .post(
                        "/api/auth/login",
                        Map.of(
                                "username",
                                GUARDED,
                                "password",
                                lab.account(GUARDED).password(),
                                "code",
                                Authenticator.code(secret, step)));
    }

    private void assertThatTheActivityIsProven() {
        JsonNode proof =
                lab.session("admin").get("/api/activity/verify").expect(200).json();
        assertThat(proof.path("proven").asBoolean()).as(proof.toString()).isTrue();
    }

    @Test
    void theKeyOfTheListenerChangesAndLiveTunnelsEndWithItsName() {
        String tunnel = up(operator, first).path("tunnel_id").asText();
        String other = up(operator, second).path("tunnel_id").asText();
        String before = keyId(WIREGUARD);
        try (TerminalClient one = operator.terminal(tunnel)) {
            works(one, 2);

            rotate(WIREGUARD);

            await().atMost(SOON).until(() -> one.closeCode().isPresent());
        }
        assertThat(keyId(WIREGUARD)).isNotEqualTo(before);
        for (String ended : List.of(tunnel, other)) {
            assertThat(activity())
                    .anyMatch(line -> line.contains("tunnel_ended")
                            && line.contains(ended)
                            && line.contains("WireGuard key was changed"));
        }
        assertThat(isConnected(first)).isTrue();
        assertThat(isConnected(second)).isTrue();
        await().atMost(SOON)
                .until(() -> first.host().network().adapterAddresses().isEmpty());
        reopen(first);
        reopen(second);
    }

    @Test
    void theAuthorityChangesAndTheLateOneIsToldWhatToDo() throws IOException {
        LabAgent away = goesAway();
        String tunnel = up(operator, first).path("tunnel_id").asText();
        Path key = lab.engine().home().resolve("Engine/Certificates/ca.p12");
        Path elsewhere = lab.engine().home().resolve("elsewhere.p12");

        certificates("--rotate-server");
        // the Engine never needs the key of its authority
        Files.move(key, elsewhere);
        restart();
        awaitUp(lab.session("operator"), first);
        Files.move(elsewhere, key);

        certificates("--rotate-ca");
        awaitTold();
        try (TerminalClient terminal = lab.session("operator").terminal(tunnel)) {
            works(terminal, 2);
        }
        certificates("--rotate-ca");
        // whom the sessions of before trust is the old authority
        lab.engine().kill();
        lab.forgetSessions();
        lab.engine().start();
        awaitBack(first);
        awaitBack(second);
        awaitUp(lab.session("operator"), first);
        awaitTold();
        certificates("--rotate-ca");
        awaitTold();

        away.service().start();
        await().atMost(COME_BACK).until(() -> Files.readString(away.service().log())
                .contains("authority that this device does not know"));
        cure(away);
        reopen(away);
    }

    private void certificates(String word) {
        List<String> command = new ArrayList<>(List.of(
                "sh",
                lab.run().tree().resolve("wildfly-config/make-certificates.sh").toString(),
                word,
                lab.engine().home().toString(),
                lab.engine().client().base().getHost()));
        Stream.concat(Stream.of(first, second), late.stream())
                .map(agent -> agent.cable().orElseThrow().hubAddress())
                .forEach(command::add);
        Commands.run(command, Map.of(), COME_BACK).orThrow("running make-certificates " + word);
    }

    private void awaitTold() {
        await().atMost(COME_BACK)
                .until(() -> !waiting().contains(first.id()) && !waiting().contains(second.id()));
    }

    private void restart() {
        lab.engine().stop();
        lab.engine().start();
        awaitBack(first);
        awaitBack(second);
    }

    private void awaitBack(LabAgent agent) {
        await().atMost(COME_BACK).until(() -> isConnected(agent));
    }

    private String keyId(String key) {
        return lab.session("admin").get("/api/keys/" + key).expect(200).field("key_id");
    }

    private void reopen(LabAgent agent) {
        EngineClient session = lab.session("operator");
        if (!session.status(agent.id()).field("status").equals("down")) {
            lab.session("admin").disconnectAll(agent.id()).expect(200);
        }
        up(session, agent);
    }

    // What the refusal says: stop, forget the enrollment, enroll anew. Its key is the same, so it is the same device
    private void cure(LabAgent agent) throws IOException {
        agent.service().stop();
        Files.delete(agent.service().certificates().resolve("enrollment.json"));
        agent.service()
                .install(
                        lab.engine().url(agent.cable().orElseThrow().hubAddress()),
                        Lab.newCode(lab.session("admin"), true));
        agent.service().start();
        awaitBack(agent);
        await().atMost(SOON).until(() -> !waiting().contains(agent.id()));
    }
}
