package io.borealis.engine.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.engine.EngineTest;
import io.borealis.engine.TestAgent;
import io.borealis.engine.access.DevicePorts;
import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.access.SetPortsResult;
import io.borealis.engine.tunnel.host.DesiredPeers;
import io.borealis.persistence.device.Site;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.control.ToAgent;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No device allows more than the ceiling of its site, whoever set what before. */
class SiteCeilingsTest extends EngineTest {
    private OperatorSession admin;
    private OperatorSession ada;
    private TestAgent agent;

    @BeforeEach
    void haveADevice() {
        admin = fixture.admin("root");
        ada = fixture.operator("ada");
        agent = fixture.connectedAgent();
    }

    private static List<PortRule> rules(String... texts) {
        return Stream.of(texts).map(PortRule::parse).toList();
    }

    private void ceiling(UUID site, String... texts) {
        assertThat(fixture.engine.siteCeilings().set(admin, site, Optional.of(rules(texts)), Optional.of("audit")))
                .isInstanceOf(SiteResult.Done.class);
    }

    private DevicePorts ports() {
        return fixture.engine.portAccess().portsOf(ada, agent.id()).orElseThrow();
    }

    private List<PortRule> told() {
        List<ToAgent.PermitPorts> heard = agent.told(ToAgent.PermitPorts.class);
        return heard.isEmpty() ? List.of() : heard.get(heard.size() - 1).ports();
    }

    @Test
    void narrowsTheDefaultsAndTheListsOfDevices() {
        assertThat(ports().ceiling()).isEmpty();
        ceiling(Site.DEFAULT, "tcp/3389", "tcp/22");
        assertThat(ports().ports()).isEqualTo(rules("tcp/3389"));
        assertThat(ports().ceiling()).contains(rules("tcp/22", "tcp/3389"));

        fixture.engine.portAccess().set(ada, agent.id(), rules("tcp/22", "tcp/3389"), Optional.empty());
        ceiling(Site.DEFAULT, "tcp/22");
        assertThat(ports().ports()).isEqualTo(rules("tcp/22"));
        ceiling(Site.DEFAULT);
        assertThat(ports().ports()).isEmpty();

        fixture.engine.siteCeilings().set(admin, Site.DEFAULT, Optional.empty(), Optional.empty());
        assertThat(ports().ports()).as("what was set stays written").isEqualTo(rules("tcp/22", "tcp/3389"));
    }

    @Test
    void refusesAListBeyondItAndSaysWhatIs() {
        ceiling(Site.DEFAULT, "tcp/20-30");
        assertThat(fixture.engine
                        .portAccess()
                        .set(ada, agent.id(), rules("tcp/22", "tcp/25-31", "udp/22"), Optional.empty()))
                .isEqualTo(new SetPortsResult.BeyondCeiling(rules("tcp/25-31", "udp/22"), rules("tcp/20-30")));
        assertThat(ports().defaults()).as("nothing was stored").isTrue();
        assertThat(fixture.engine.portAccess().set(admin, agent.id(), rules("tcp/31"), Optional.empty()))
                .isInstanceOf(SetPortsResult.BeyondCeiling.class);
        assertThat(fixture.engine.portAccess().set(ada, agent.id(), rules("tcp/22"), Optional.empty()))
                .isInstanceOf(SetPortsResult.Done.class);
    }

    @Test
    void reachesTheLiveTunnelAtOnce() {
        openUp(agent, ada);
        ceiling(Site.DEFAULT, "tcp/3389");

        await().until(() -> told().equals(rules("tcp/3389")));
        assertThat(desired()).isEqualTo(rules("tcp/3389"));
    }

    private List<PortRule> desired() {
        return fixture.database.read(work -> DesiredPeers.portsOf(work, agent.id()));
    }

    @Test
    void goesWithTheDeviceToItsNewSite() {
        UUID narrow = ((SiteResult.Done) fixture.engine.sites().create(admin, "narrow"))
                .site()
                .siteId();
        ceiling(narrow, "tcp/5900");
        openUp(agent, ada);
        assertThat(fixture.engine.tunnels().devicePlaces().move(admin, agent.id(), narrow, Optional.empty()))
                .isEqualTo(DeviceChange.DONE);
        await().until(() -> told().equals(rules("tcp/5900")));
    }

    @Test
    void tellsBeforeAndAfter() {
        ceiling(Site.DEFAULT, "tcp/22");
        ceiling(Site.DEFAULT, "tcp/22");
        fixture.engine.siteCeilings().set(admin, Site.DEFAULT, Optional.empty(), Optional.empty());
        List<String> rows = fixture.database.read(work -> work.activity().newest(100)).stream()
                .filter(row -> row.event().equals("site_ports_set"))
                .map(row -> row.detail().orElseThrow())
                .toList();
        assertThat(rows)
                .containsExactly(
                        "site " + Site.DEFAULT + " (default): [tcp/22] is now any port",
                        "site " + Site.DEFAULT + " (default): any port is now [tcp/22]: audit");
        UUID nowhere = UUID.randomUUID();
        assertThat(fixture.engine.siteCeilings().set(admin, nowhere, Optional.empty(), Optional.empty()))
                .isEqualTo(new SiteResult.UnknownSite(nowhere));
    }
}
