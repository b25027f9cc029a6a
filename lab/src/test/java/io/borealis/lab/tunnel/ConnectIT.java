package io.borealis.lab.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.borealis.lab.LabCase;
import io.borealis.lab.engine.EngineReply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectIT extends LabCase {

    @Test
    void isPendingWhenAskedForAndUpAfterAnObservedHandshake() {
        Instant before = Instant.now().minusSeconds(1);

        EngineReply asked = operator.connect(first.id()).expect(200);
        assertThat(asked.field("status")).isEqualTo("pending");
        assertThat(asked.field("agent_id")).isEqualTo(first.id());
        assertThat(asked.field("token")).contains(".");
        assertThat(asked.json().path("idle_seconds").asInt()).isEqualTo(900);
        assertThat(asked.json().path("wireguard").path("engine_public_key").asText())
                .hasSize(44);
        assertThat(asked.json().path("wireguard").path("endpoint").asText()).endsWith(":30000");
        assertThat(asked.json().path("wireguard").path("allowed_ips").get(0).asText())
                .endsWith("/32");

        JsonNode up = awaitUp(operator, first);
        assertThat(Instant.parse(up.path("last_handshake_at").asText())).isAfter(before);
        assertThat(up.path("operators").get(0).asText()).isEqualTo("operator");
        assertThat(Instant.parse(up.path("idle_deadline").asText()))
                .isAfter(Instant.now().plusSeconds(800));
        assertThat(up.path("simulated").asBoolean()).isFalse();
    }

    @Test
    void sharesOnlyPublicKeysAndTheDriverHasTheSamePeer() {
        JsonNode tunnel = up(operator, first);

        String agentKey = tunnel.path("wireguard").path("agent_public_key").asText();
        assertThat(engineNetwork().peers()).contains(agentKey + "\t" + addressOf(tunnel) + "/32");
        assertThat(tunnel.toString()).doesNotContainIgnoringCase("private").doesNotContainIgnoringCase("preshared");
    }

    @Test
    void makesAFreshKeyForEveryTunnel() {
        String earlier =
                up(operator, first).path("wireguard").path("agent_public_key").asText();
        operator.disconnect(first.id()).expect(200);
        String later =
                up(operator, first).path("wireguard").path("agent_public_key").asText();

        assertThat(later).isNotEqualTo(earlier);
    }

    @Test
    void keepsTheAddressOfADevice() {
        String earlier = addressOf(up(operator, first));
        operator.disconnect(first.id()).expect(200);

        assertThat(addressOf(up(operator, first))).isEqualTo(earlier);
        assertThat(addressOf(up(operator, second))).isNotEqualTo(earlier);
    }

    @Test
    void showsTheSameUnderTheOtherNameOfStatus() {
        up(operator, first);

        assertThat(operator.get("/api/tunnel/connect/status?agent_id=" + first.id())
                        .expect(200)
                        .field("tunnel_id"))
                .isEqualTo(operator.status(first.id()).field("tunnel_id"));
    }

    @Test
    void listsLiveTunnels() {
        String tunnel = up(operator, first).path("tunnel_id").asText();

        assertThat(operator.get("/api/tunnel/active").expect(200).text()).contains(tunnel);
        operator.disconnect(first.id()).expect(200);
        assertThat(operator.get("/api/tunnel/active").expect(200).text()).doesNotContain(tunnel);
    }

    @Test
    void takesPeerPermitsAndAddressAwayWithinOneSecondAndLeavesTheAdapterInstalledAndDown() {
        admin.permit(first.id(), List.of("tcp/3389")).expect(200);
        String address = addressOf(up(operator, first));
        assertThat(engineNetwork().filtersMention(address)).isTrue();
        assertThat(first.host().network().adapterAddresses()).contains(address + "/32");

        operator.disconnect(first.id()).expect(200);

        await().atMost(TEARDOWN).pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
            assertThat(engineNetwork().peers()).noneMatch(peer -> peer.contains(address + "/32"));
            assertThat(engineNetwork().filtersMention(address)).isFalse();
            assertThat(first.host().network().adapterAddresses()).isEmpty();
            assertThat(first.host().network().isAnyAdapterUp()).isFalse();
        });
        assertThat(first.host().network().adapters()).hasSize(1);
        assertThat(operator.status(first.id()).field("status")).isEqualTo("down");
        assertThat(operator.status(first.id()).field("reason")).isEqualTo("operator_disconnect");
    }

    @Test
    void leavesRoutesAndNameResolutionOfTheDeviceAsTheyWere() {
        List<String> routes = first.host().network().routes();
        String dns = first.host().network().dns();

        String address = addressOf(up(operator, first));
        List<String> added = first.host().network().routes().stream()
                .filter(route -> !routes.contains(route))
                .toList();
        assertThat(added)
                .as("nothing but the Engine's /32 goes into the tunnel")
                .allMatch(route -> route.startsWith(engineAddress + " ") || route.startsWith(address + " "));
        assertThat(first.host().network().dns()).isEqualTo(dns);

        operator.disconnect(first.id()).expect(200);
        await().atMost(TEARDOWN)
                .untilAsserted(() -> assertThat(first.host().network().routes()).isEqualTo(routes));
    }

    @Test
    void addsNoRouteToTheEngineButTheTunnelNetwork() {
        up(operator, first);

        assertThat(engineNetwork().routes())
                .filteredOn(route -> engineNetwork().adapters().stream().anyMatch(route::contains))
                .allMatch(route -> route.startsWith(lab.engine().network() + " "));
        assertThat(engineNetwork().routes()).noneMatch(route -> route.startsWith("default"));
    }

    @Test
    void restoresConnectivityAgainAndAgain() {
        for (int i = 0; i < 5; i++) {
            up(operator, first);
            operator.disconnect(first.id()).expect(200);
        }
        assertThat(statusOf(first)).isEqualTo("down");
    }
}
