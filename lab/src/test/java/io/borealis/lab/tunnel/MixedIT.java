package io.borealis.lab.tunnel;

import static io.borealis.lab.host.Outpost.Reached.OPEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.borealis.lab.LabCase;
import io.borealis.lab.Legs;
import io.borealis.lab.agent.LabAgent;
import io.borealis.lab.engine.TerminalClient;
import io.borealis.lab.host.Outpost;
import io.borealis.lab.run.Leg;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An Engine of this leg and an agent of the other. */
class MixedIT extends LabCase {

    private static final int ALLOWED = 3389;
    private static final int OTHER = 8080;

    @Test
    void doTheMainJobTogether() {
        Legs.needWindows();
        LabAgent guest = lab.enrollGuest();
        try {
            assertThat(guest.host().leg()).isEqualTo(Leg.ofThisProcess().other());
            admin.permit(guest.id(), List.of("tcp/" + ALLOWED)).expect(200);
            JsonNode tunnel = up(operator, guest);

            shellAnswers(tunnel, guest);
            allowedPortsAnswerAndNoOthers(addressOf(tunnel), guest);

            operator.disconnect(guest.id()).expect(200);
            await().atMost(TEARDOWN)
                    .untilAsserted(() -> assertThat(guest.host().network().adapterAddresses())
                            .isEmpty());
            assertThat(engineNetwork().filtersMention(addressOf(tunnel))).isFalse();
        } finally {
            guest.service().stop();
        }
    }

    private void shellAnswers(JsonNode tunnel, LabAgent guest) {
        try (TerminalClient terminal =
                operator.terminal(tunnel.path("tunnel_id").asText())) {
            terminal.type(guest.host().dialect().tellHostName() + "\r");
            terminal.awaitOutput("host=" + guest.host().dialect().hostName(guest.hostname()), SOON);
        }
    }

    private void allowedPortsAnswerAndNoOthers(String address, LabAgent guest) {
        try (Outpost engine = lab.engine().host().outpost();
                Outpost device = guest.host().outpost()) {
            device.listen(ALLOWED);
            device.listen(OTHER);
            assertThat(engine.reach(address, ALLOWED)).isEqualTo(OPEN);
            assertThat(engine.reach(address, OTHER)).isNotEqualTo(OPEN);
        }
    }
}
