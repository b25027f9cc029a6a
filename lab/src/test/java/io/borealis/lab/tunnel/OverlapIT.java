package io.borealis.lab.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.borealis.lab.LabCase;
import io.borealis.lab.agent.LabAgent;
import io.borealis.lab.engine.EngineReply;
import io.borealis.lab.host.Host;
import io.borealis.lab.host.Link;
import io.borealis.lab.run.LabException;
import io.borealis.protocol.tunnel.TunnelAddress;
import io.borealis.protocol.tunnel.TunnelNetwork;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** Something else uses the tunnels' network, on the Engine's host or on a device. */
class OverlapIT extends LabCase {

    /** The route, as long as it stands. */
    private record Route(Host host, String network) implements AutoCloseable {
        private static Route add(Host host, String network, String gateway) {
            host.shell("ip route add " + network + " via " + gateway).orThrow("adding a route");
            return new Route(host, network);
        }

        @Override
        public void close() {
            host.shell("ip route delete " + network).orThrow("deleting a route");
        }
    }

    private static Link cableOf(LabAgent agent) {
        return agent.cable().orElseThrow();
    }

    /** A part of the tunnels' network that no device of this lab has. */
    private String part() {
        return new TunnelNetwork(new TunnelAddress(lab.engine().network().base().value() + 77 * 256), 24).toString();
    }

    private Route routeOfTheEnginesHost() {
        return Route.add(lab.engine().host(), part(), cableOf(first).leafAddress());
    }

    @Test
    void goesDownWithTheSentenceWhileARouteOfTheHostLeadsThere() {
        String tunnel = up(operator, first).path("tunnel_id").asText();
        try (Route route = routeOfTheEnginesHost()) {
            await().atMost(SOON).until(() -> statusOf(first).equals("recovering"));
            // what kept the host from the route is gone with the adapter
            assertThat(engineNetwork().adapters()).isEmpty();

            EngineReply refused = operator.connect(second.id()).expect(503);
            assertThat(refused.field("detail"))
                    .contains("the tunnel network " + lab.engine().network() + " overlaps the route " + route.network())
                    .contains("set borealis.network.network to a network that is free here, for instance");
            assertThat(statusOf(second)).isEqualTo("down");
        }
        await().atMost(COME_BACK).until(() -> statusOf(first).equals("up"));
        assertThat(operator.status(first.id()).field("tunnel_id")).isEqualTo(tunnel);
        up(operator, second);
    }

    @Test
    void doesNotStartWhileARouteOfTheHostLeadsThere() throws Exception {
        lab.engine().stop();
        try (Route route = routeOfTheEnginesHost()) {
            assertThatExceptionOfType(LabException.class)
                    .isThrownBy(lab.engine()::start)
                    .withMessageContaining("could not deploy the Engine");
            assertThat(Files.readString(lab.engine().log(), StandardCharsets.ISO_8859_1))
                    .contains("CLAIM_NETWORK failed: the tunnel network "
                            + lab.engine().network() + " overlaps the route " + route.network());
            lab.engine().stop();
        }
        lab.engine().start();
        awaitConnected(first);
        up(lab.session("operator"), first);
    }

    @Test
    void aDeviceRefusesWhileItsOwnRouteLeadsToTheEnginesAddress() {
        try (Route route = Route.add(first.host(), engineAddress, cableOf(first).hubAddress())) {
            operator.connect(first.id()).expect(200);
            await().atMost(SOON).until(() -> statusOf(first).equals("down"));

            JsonNode ended = operator.status(first.id()).expect(200).json();
            assertThat(ended.path("reason").asText()).isEqualTo("agent_refused");
            assertThat(ended.path("detail").asText())
                    .contains("the tunnel's address " + engineAddress + " overlaps the route " + route.network())
                    .contains("set the Engine's borealis.network.network");
            assertThat(first.host().network().adapterAddresses()).isEmpty();
        }
        up(operator, first);
    }
}
