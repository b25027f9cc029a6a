package io.borealis.lab.tunnel;

import static io.borealis.lab.host.Outpost.Reached.OPEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.borealis.lab.Lab;
import io.borealis.lab.LabCase;
import io.borealis.lab.Legs;
import io.borealis.lab.agent.LabAgent;
import io.borealis.lab.engine.TerminalClient;
import io.borealis.lab.host.Host;
import io.borealis.lab.host.Link;
import io.borealis.lab.host.Outpost;
import io.borealis.lab.run.Leg;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The network below the tunnels: IPv6 alone on a device, and an Engine whose host has none. */
class Ipv6IT extends LabCase {

    private static final int ALLOWED = 3389;

    @Test
    void aDeviceWithoutIpv4DoesTheMainJob() {
        LabAgent six = lab.enrollSix();
        try {
            Link cable = six.cable().orElseThrow();
            assertThat(cable.leafAddress()).contains(":");
            assertThat(six.host().network().addresses()).isBlank();

            admin.permit(six.id(), List.of("tcp/" + ALLOWED)).expect(200);
            JsonNode opened = operator.connect(six.id()).expect(200).json();
            assertThat(opened.path("wireguard").path("endpoint").asText())
                    .startsWith("[")
                    .endsWith("]:30000");
            JsonNode tunnel = awaitUp(operator, six);

            assertThat(six.host().shell("wg show all endpoints").text())
                    .contains("[" + cable.hubAddress() + "]:" + lab.engine().listenPort());
            shellAnswers(tunnel, six);
            try (Outpost engine = lab.engine().host().outpost();
                    Outpost device = six.host().outpost()) {
                device.listen(ALLOWED);
                assertThat(engine.reach(addressOf(tunnel), ALLOWED)).isEqualTo(OPEN);
                // as a browser on that network would
                assertThat(device.reach(cable.hubAddress(), lab.engine().httpsPort()))
                        .isEqualTo(OPEN);
            }
            assertThat(consoleAsSeenFrom(six.host(), cable)).contains("<html").contains("</html>");

            operator.disconnect(six.id()).expect(200);
            await().atMost(TEARDOWN)
                    .untilAsserted(() ->
                            assertThat(six.host().network().adapterAddresses()).isEmpty());
        } finally {
            six.service().stop();
        }
    }

    private void shellAnswers(JsonNode tunnel, LabAgent six) {
        try (TerminalClient terminal =
                operator.terminal(tunnel.path("tunnel_id").asText())) {
            terminal.type(six.host().dialect().tellHostName() + "\r");
            terminal.awaitOutput("host=" + six.host().dialect().hostName(six.hostname()), SOON);
        }
    }

    private String consoleAsSeenFrom(Host host, Link cable) {
        return host.shell("curl --silent --show-error --location --max-time 20 --cacert '"
                        + lab.engine().caCertificate() + "' " + lab.engine().url(cable.hubAddress()) + "/")
                .orThrow("opening the console over IPv6");
    }

    @Test
    void anEngineOnAHostWithoutIpv6DoesTheMainJob() {
        Legs.only(Leg.QUICK, "the sockets of both legs are this system's; of a Windows without IPv6 they say nothing");
        Link cable = lab.cable(Lab.SIX).orElseThrow();
        Host host = lab.engine().host();
        lab.engine().stop();
        host.shell("echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6").orThrow("taking IPv6 away");
        try {
            assertThat(host.shell("cat /proc/net/if_inet6").text()).isBlank();
            lab.engine().start();
            awaitConnected(first);
            shellAnswers(up(lab.session("operator"), first), first);
            lab.engine().stop();
        } finally {
            host.shell("echo 0 >/proc/sys/net/ipv6/conf/all/disable_ipv6 && ip address add " + cable.hubAddress()
                            + "/64 dev " + cable.hubInterface() + " nodad")
                    .orThrow("giving IPv6 back");
        }
        lab.engine().start();
        awaitConnected(first);
    }
}
