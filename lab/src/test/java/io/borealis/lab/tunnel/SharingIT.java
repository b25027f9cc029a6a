package io.borealis.lab.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.borealis.lab.LabCase;
import io.borealis.lab.engine.EngineClient;
import io.borealis.lab.engine.EngineReply;
import org.junit.jupiter.api.Test;

class SharingIT extends LabCase {

    @Test
    void joinsASecondOperatorToTheLiveTunnel() {
        String tunnel = up(operator, first).path("tunnel_id").asText();
        EngineClient other = lab.session("operator2");

        EngineReply joined = other.connect(first.id()).expect(200);

        assertThat(joined.field("tunnel_id")).isEqualTo(tunnel);
        assertThat(joined.field("status")).isEqualTo("up");
        JsonNode operators = operator.status(first.id()).json().path("operators");
        assertThat(operators.toString()).contains("\"operator\"").contains("\"operator2\"");
    }

    @Test
    void livesUntilTheLastOperatorLeaves() {
        String tunnel = up(operator, first).path("tunnel_id").asText();
        EngineClient other = lab.session("operator2");
        other.connect(first.id()).expect(200);

        operator.disconnect(first.id()).expect(200);
        assertThat(other.status(first.id()).field("status")).isEqualTo("up");
        assertThat(other.status(first.id()).field("tunnel_id")).isEqualTo(tunnel);
        assertThat(other.status(first.id()).json().path("operators").toString()).doesNotContain("\"operator\"");

        other.disconnect(first.id()).expect(200);
        assertThat(other.status(first.id()).field("status")).isEqualTo("down");
    }

    @Test
    void refusesASecondConnectOfTheSameSessionAndNamesTheTunnel() {
        String tunnel = up(operator, first).path("tunnel_id").asText();

        EngineReply again = operator.connect(first.id());

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.field("code")).isEqualTo("tunnel_already_open");
        assertThat(again.field("tunnel_id")).isEqualTo(tunnel);
        assertThat(statusOf(first)).isEqualTo("up");
    }

    @Test
    void letsTheSameOperatorJoinFromASecondSession() {
        String tunnel = up(operator, first).path("tunnel_id").asText();
        EngineClient secondTab = lab.as("operator");

        assertThat(secondTab.connect(first.id()).expect(200).field("tunnel_id")).isEqualTo(tunnel);
        secondTab.disconnect(first.id()).expect(200);
        assertThat(statusOf(first)).isEqualTo("up");
    }

    @Test
    void letsAnAdministratorEndItForAll() {
        up(operator, first);

        assertThat(operator.disconnectAll(first.id()).status()).isEqualTo(403);
        assertThat(statusOf(first)).isEqualTo("up");
        admin.disconnectAll(first.id()).expect(200);
        assertThat(statusOf(first)).isEqualTo("down");
    }

    @Test
    void keepsTunnelsOfDifferentDevicesApart() {
        up(operator, first);
        up(operator, second);

        operator.disconnect(first.id()).expect(200);

        assertThat(statusOf(second)).isEqualTo("up");
    }
}
