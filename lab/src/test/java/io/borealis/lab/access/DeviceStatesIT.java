package io.borealis.lab.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.borealis.lab.Lab;
import io.borealis.lab.LabCase;
import io.borealis.lab.agent.LabAgent;
import io.borealis.lab.engine.EngineReply;
import io.borealis.lab.engine.TerminalClient;
import io.borealis.lab.token.ScriptedAgent;
import io.borealis.protocol.control.ToAgent;
import io.borealis.protocol.tunnel.EndReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an administrator takes from a device ends on the wire within a second, and comes back with his word. */
class DeviceStatesIT extends LabCase {

    private static final int TUNNEL_ENDED = 4410;

    @AfterEach
    void activeAgain() {
        set(first.id(), "active").expect(200);
        awaitConnected(first);
    }

    private EngineReply set(String agent, String state) {
        return admin.put("/api/devices/" + agent + "/state", Map.of("state", state, "reason", "DeviceStatesIT"));
    }

    private JsonNode device(String agent) {
        return admin.get("/api/devices/" + agent).expect(200).json();
    }

    private boolean isConnected(String agent) {
        return device(agent).path("connected").asBoolean();
    }

    @Test
    void aDisabledDeviceLosesTunnelTerminalAndChannelAndComesBackWhenItIsEnabled() throws IOException {
        String tunnel = up(operator, first).path("tunnel_id").asText();
        String address = addressOf(operator.status(first.id()).json());
        try (TerminalClient terminal = operator.terminal(tunnel)) {
            terminal.terminalId();
            String ticket = operator.terminalTicket(tunnel);

            set(first.id(), "disabled").expect(200);

            await().atMost(TEARDOWN).until(() -> terminal.closeCode().isPresent());
            assertThat(terminal.closeCode()).hasValue(TUNNEL_ENDED);
            await().atMost(TEARDOWN).until(() -> !isConnected(first.id()));
            await().atMost(TEARDOWN)
                    .until(() -> first.host().network().adapterAddresses().isEmpty());
            assertThat(engineNetwork().filtersMention(address)).isFalse();
            try (TerminalClient late = operator.terminal(tunnel, ticket, 80, 25)) {
                await().atMost(SOON).until(() -> late.closeCode().isPresent());
            }
        }
        EngineReply ended = operator.status(first.id()).expect(200);
        assertThat(ended.field("status")).isEqualTo("down");
        assertThat(ended.field("reason")).isEqualTo("device_disabled");
        EngineReply refused = operator.connect(first.id());
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.field("code")).isEqualTo("device_disabled");
        assertThat(device(first.id()).path("state").asText()).isEqualTo("disabled");
        assertThat(device(first.id()).path("state_by").asText()).isEqualTo("admin");
        await().atMost(SOON).until(() -> agentLog(first).contains("an administrator disabled this device"));
        assertThat(activity()).anyMatch(line -> line.contains("device_disabled agent=" + first.id()));

        set(first.id(), "active").expect(200);
        awaitConnected(first);
        up(operator, first);
    }

    private static String agentLog(LabAgent agent) throws IOException {
        Path log = agent.service().log();
        return Files.exists(log) ? Files.readString(log) : "";
    }

    @Test
    void aQuarantinedDeviceLosesItsTunnelAndKeepsItsChannel() {
        String tunnel = up(operator, first).path("tunnel_id").asText();
        try (TerminalClient terminal = operator.terminal(tunnel)) {
            terminal.terminalId();

            set(first.id(), "quarantined").expect(200);

            await().atMost(TEARDOWN).until(() -> terminal.closeCode().isPresent());
            await().atMost(TEARDOWN)
                    .until(() -> first.host().network().adapterAddresses().isEmpty());
        }
        assertThat(operator.status(first.id()).field("reason")).isEqualTo("device_quarantined");
        assertThat(isConnected(first.id())).isTrue();
        EngineReply refused = operator.connect(first.id());
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.field("code")).isEqualTo("device_quarantined");
        assertThat(refused.field("detail")).contains("makes it active again");

        set(first.id(), "active").expect(200);
        up(operator, first);
    }

    @Test
    void aRemovedDeviceLosesTunnelAndChannelAndComesBackByReadmissionAlone() {
        try (ScriptedAgent removed = ScriptedAgent.enroll(lab.engine().client(), Lab.newCode(admin, true))) {
            String id = removed.device().toString();
            operator.connect(id).expect(200);
            removed.awaitMessage(ToAgent.RaiseTunnel.class);

            admin.delete("/api/devices/" + id + "?reason=sold").expect(204);

            await().atMost(TEARDOWN).until(() -> removed.closeCode().isPresent());
            assertThat(removed.closeCode()).hasValue(4425);
            assertThat(removed.awaitMessage(ToAgent.DropTunnel.class).reason()).isEqualTo(EndReason.DEVICE_REMOVED);
            assertThat(operator.status(id).field("reason")).isEqualTo("device_removed");
            assertThat(operator.connect(id).field("code")).isEqualTo("device_removed");
            assertThat(Lab.devices(admin).toString()).doesNotContain(id);
            assertThat(device(id).path("state_reason").asText()).isEqualTo("sold");
            assertThat(removed.tryAccessToken().field("code")).isEqualTo("device_removed");
            assertThat(removed.tryEnroll(Lab.newCode(admin, true)).field("code"))
                    .isEqualTo("device_removed");
            assertThat(set(id, "active").field("code")).isEqualTo("device_removed");

            admin.post("/api/devices/" + id + "/readmit", Map.of("reason", "bought back"))
                    .expect(200);
            try (ScriptedAgent back = removed.reconnect()) {
                assertThat(back.isOpen()).isTrue();
                assertThat(isConnected(id)).isTrue();
            }
            admin.delete("/api/devices/" + id).expect(204);
        }
    }

    @Test
    void aNameForPeopleChangesNothingElse() throws IOException {
        String hostname = device(second.id()).path("hostname").asText();

        admin.put("/api/devices/" + second.id() + "/name", Map.of("name", "Kasse 3"))
                .expect(200);
        try {
            assertThat(device(second.id()).path("name").asText()).isEqualTo("Kasse 3");
            assertThat(device(second.id()).path("hostname").asText()).isEqualTo(hostname);
            assertThat(activity()).anyMatch(line -> line.contains("device_renamed agent=" + second.id()));
        } finally {
            admin.delete("/api/devices/" + second.id() + "/name").expect(200);
        }
        assertThat(device(second.id()).has("name")).isFalse();
    }
}
