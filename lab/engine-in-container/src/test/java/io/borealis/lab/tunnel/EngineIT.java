package io.borealis.lab.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.engine.access.DevicePorts;
import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.access.OperatorSessions;
import io.borealis.engine.access.PortAccess;
import io.borealis.engine.access.Role;
import io.borealis.engine.access.Scopes;
import io.borealis.engine.access.SetPortsResult;
import io.borealis.engine.access.WantedScope;
import io.borealis.engine.control.AgentSwitchboard;
import io.borealis.engine.device.Devices;
import io.borealis.engine.device.Enrollment;
import io.borealis.engine.device.EnrollmentCodes;
import io.borealis.engine.tunnel.LeaveResult;
import io.borealis.engine.tunnel.OpenResult;
import io.borealis.engine.tunnel.TunnelBroker;
import io.borealis.engine.tunnel.TunnelView;
import io.borealis.lab.EngineEar;
import io.borealis.network.HostNetworkException;
import io.borealis.network.connector.HostNetworkConnection;
import io.borealis.network.connector.HostNetworkFactory;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.control.ToAgent;
import io.borealis.protocol.tunnel.EndReason;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.TunnelStatus;
import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import jakarta.resource.ResourceException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The Engine from inside its server: beans, rows, resource adapter and timers, each the real one. */
@ExtendWith(ArquillianExtension.class)
class EngineIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    @Inject
    EnrollmentCodes codes;

    @Inject
    Enrollment enrollment;

    @Inject
    AgentSwitchboard switchboard;

    @Inject
    TunnelBroker broker;

    @Inject
    Devices devices;

    @Inject
    PortAccess ports;

    @Resource(lookup = "java:/eis/borealis/HostNetwork")
    HostNetworkFactory network;

    @Resource(lookup = "java:jboss/datasources/BorealisDS")
    DataSource rows;

    @Inject
    OperatorSessions sessions;

    @Inject
    Scopes scopes;

    private OperatorSession anna;
    private OperatorSession otto;
    private InsideAgent agent;

    @Deployment
    static EnterpriseArchive engine() {
        return EngineEar.with(EngineIT.class, InsideAgent.class, EngineEar.class);
    }

    @BeforeEach
    void enrolAnAgent() throws Exception {
        anna = session("anna", Role.ADMIN);
        otto = session("otto", Role.OPERATOR);
        agent = new InsideAgent(codes, enrollment, switchboard, anna);
        await().atMost(SOON)
                .until(() -> devices.find(anna, agent.id()).orElseThrow().connected());
    }

    @AfterEach
    void endWhatIsLeft() {
        broker.leave(anna, agent.id(), true);
        agent.close();
    }

    @Test
    void adapterLendsHandlesOfOneSimulatedListener() throws Exception {
        try (HostNetworkConnection one = network.getConnection();
                HostNetworkConnection other = network.getConnection()) {
            assertThat(one.isHealthy()).isTrue();
            assertThat(one.movesPackets()).isFalse();
            assertThat(one.publicKey()).isEqualTo(other.publicKey());
            assertThat(one.network().isLoopback()).isTrue();
        }
    }

    @Test
    void rowsAreInTheDatabaseThatTheEnvironmentNames() throws Exception {
        try (Connection connection = rows.getConnection()) {
            String expected = System.getenv("BOREALIS_DB_DRIVER") == null ? "H2" : "PostgreSQL";
            assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo(expected);
        }
        assertThat(count("select count(*) from operator_account")).isEqualTo(4);
        assertThat(count("select count(*) from device where id = '" + agent.id() + "'"))
                .isEqualTo(1);
    }

    @Test
    void tunnelRisesByAnObservedHandshakeAndFallsWithTheLastOperator() throws Exception {
        TunnelView pending = opened(broker.open(otto, agent.id()));
        assertThat(pending.status()).isEqualTo(TunnelStatus.PENDING);
        assertThat(pending.simulated()).isTrue();
        TunnelId tunnel = pending.tunnelId().orElseThrow();

        awaitStatus(TunnelStatus.UP);
        assertThat(peers()).isEqualTo(1);
        assertThat(count("select count(*) from lease where tunnel_id = '" + tunnel + "' and left_at is null"))
                .isEqualTo(1);
        assertThat(broker.open(otto, agent.id())).isEqualTo(new OpenResult.AlreadyYours(tunnel));

        assertThat(broker.open(anna, agent.id())).isInstanceOf(OpenResult.Joined.class);
        assertThat(broker.leave(otto, agent.id(), false)).isEqualTo(new LeaveResult.Left(tunnel, 1));
        assertThat(peers()).isEqualTo(1);

        assertThat(broker.leave(anna, agent.id(), false)).isEqualTo(new LeaveResult.Ended(tunnel));
        assertThat(peers()).isZero();
        TunnelView down = broker.status(anna, agent.id()).orElseThrow();
        assertThat(down.status()).isEqualTo(TunnelStatus.DOWN);
        assertThat(down.reason()).contains(EndReason.OPERATOR_DISCONNECT);
        await().atMost(SOON).untilAsserted(() -> assertThat(agent.heard(ToAgent.DropTunnel.class))
                .hasSize(1));
    }

    @Test
    void portsReachTheLiveTunnel() {
        opened(broker.open(otto, agent.id()));
        awaitStatus(TunnelStatus.UP);
        List<PortRule> wanted = List.of(PortRule.parse("tcp/3389"), PortRule.parse("udp/5000-5010"));
        SetPortsResult result = ports.set(anna, agent.id(), wanted, Optional.empty());
        assertThat(result).isInstanceOf(SetPortsResult.Done.class);
        assertThat(ports.portsOf(otto, agent.id()).map(DevicePorts::ports))
                .hasValueSatisfying(stored -> assertThat(stored).containsExactlyInAnyOrderElementsOf(wanted));
        await().atMost(SOON).untilAsserted(() -> assertThat(agent.heard(ToAgent.PermitPorts.class))
                .isNotEmpty()
                .last()
                .satisfies(told -> assertThat(told.ports()).containsAll(wanted)));
    }

    @Test
    void timerEndsAnIdleTunnel() {
        opened(broker.open(otto, agent.id()));
        awaitStatus(TunnelStatus.UP);
        // the test's Engine has an idle time of 10 seconds
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(
                        broker.status(anna, agent.id()).orElseThrow().reason())
                .contains(EndReason.IDLE_TIMEOUT));
        assertThat(broker.active(anna, Optional.empty(), 1).items()).isEmpty();
    }

    @Test
    void tunnelFallsWithTheSessionOfItsLastOperator() throws Exception {
        TunnelId tunnel = opened(broker.open(otto, agent.id())).tunnelId().orElseThrow();
        awaitStatus(TunnelStatus.UP);

        assertThat(sessions.end(anna, otto.sessionId())).isTrue();

        awaitStatus(TunnelStatus.DOWN);
        assertThat(peers()).isZero();
        assertThat(broker.status(anna, agent.id()).orElseThrow().reason()).contains(EndReason.REVOKED);
        assertThat(count("select count(*) from activity where tunnel_id = '" + tunnel
                        + "' and detail like '%the operator session ended: ended_by_administrator%'"))
                .isEqualTo(1);
    }

    @Test
    void tunnelFallsWithTheReachOfItsLastOperator() throws Exception {
        TunnelId tunnel = opened(broker.open(otto, agent.id())).tunnelId().orElseThrow();
        awaitStatus(TunnelStatus.UP);
        try {
            scopes.set(anna, "otto", new WantedScope(false, Set.of(), Set.of("pos")), Optional.empty());

            assertThat(broker.status(otto, agent.id())).isEmpty();
            awaitStatus(TunnelStatus.DOWN);
            assertThat(peers()).isZero();
            assertThat(count("select count(*) from activity where tunnel_id = '" + tunnel
                            + "' and detail like 'revoked: scope_changed%'"))
                    .isEqualTo(1);
        } finally {
            scopes.set(anna, "otto", new WantedScope(true, Set.of(), Set.of()), Optional.empty());
        }
    }

    private void awaitStatus(TunnelStatus wanted) {
        await().atMost(SOON)
                .until(() -> broker.status(anna, agent.id()).orElseThrow().status() == wanted);
    }

    private static TunnelView opened(OpenResult result) {
        assertThat(result).isInstanceOf(OpenResult.Opened.class);
        return ((OpenResult.Opened) result).tunnel();
    }

    private int peers() throws ResourceException, HostNetworkException {
        try (HostNetworkConnection connection = network.getConnection()) {
            return connection.peers().size();
        }
    }

    private int count(String query) throws SQLException {
        try (Connection connection = rows.getConnection();
                PreparedStatement statement = connection.prepareStatement(query);
                ResultSet result = statement.executeQuery()) {
            result.next();
            return result.getInt(1);
        }
    }

    private OperatorSession session(String name, Role role) {
        String id = sessions.begin(name, "127.0.0.1", Optional.of("in the container"));
        return new OperatorSession(id, name, Set.of(role), "127.0.0.1");
    }
}
