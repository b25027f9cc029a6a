package io.borealis.engine.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.engine.EngineTest;
import io.borealis.engine.Page;
import io.borealis.engine.TestAgent;
import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.terminal.TicketResult;
import io.borealis.engine.tunnel.OpenResult;
import io.borealis.protocol.control.CloseReason;
import io.borealis.protocol.control.ToAgent;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.DeviceState;
import io.borealis.protocol.tunnel.EndReason;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.TunnelStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a device may not have any more ends with the word of an administrator, and comes back with another. */
class DeviceStatesTest extends EngineTest {
    private static final Optional<String> WHY = Optional.of("reported stolen");

    private OperatorSession admin;
    private OperatorSession ada;
    private TestAgent agent;

    @BeforeEach
    void haveADevice() {
        admin = fixture.admin("root");
        ada = fixture.operator("ada");
        agent = fixture.connectedAgent();
    }

    private DeviceStates states() {
        return fixture.engine.tunnels().deviceStates();
    }

    private DeviceView view() {
        return fixture.engine.devices().find(fixture.everywhere, agent.id()).orElseThrow();
    }

    private boolean isConnected() {
        return fixture.engine.switchboard().isConnected(agent.id());
    }

    @Test
    void endsTunnelAndChannelOfADisabledDevice() {
        TunnelId tunnel = openUp(agent, ada);

        assertThat(states().set(admin, agent.id(), DeviceState.DISABLED, WHY)).isEqualTo(DeviceChange.DONE);

        assertThat(isConnected()).isFalse();
        assertThat(fixture.admitted()).isEmpty();
        assertThat(status(agent).status()).isEqualTo(TunnelStatus.DOWN);
        assertThat(fixture.engine.tickets().issue(ada, tunnel)).isEqualTo(new TicketResult.NoTunnel(tunnel));
        await().until(() -> agent.closings().equals(List.of(CloseReason.DEVICE_DISABLED)));
        assertThat(agent.told(ToAgent.DropTunnel.class))
                .as("told before the channel was closed")
                .containsExactly(new ToAgent.DropTunnel(tunnel, EndReason.DEVICE_DISABLED));
        assertThat(told(agent)).contains("device_disabled: reported stolen");
        assertThat(told(agent))
                .anyMatch(row -> row.startsWith("tunnel_ended: device_disabled: reported stolen; lived"));
        assertThat(fixture.activityOf(agent.id()))
                .filteredOn(row -> row.event().equals("device_disabled"))
                .allSatisfy(row -> assertThat(row.username()).contains("root"));
        assertThat(broker().open(ada, agent.id()))
                .isEqualTo(new OpenResult.NotAllowed(agent.id(), DeviceState.DISABLED));
        assertThat(view().state()).isEqualTo(DeviceState.DISABLED);
        assertThat(view().stateBy()).contains("root");
        assertThat(view().stateReason()).isEqualTo(WHY);
        assertThat(view().stateSince()).isPresent();
    }

    @Test
    void letsAnEnabledDeviceComeBack() {
        states().set(admin, agent.id(), DeviceState.DISABLED, Optional.empty());
        await().until(() -> !agent.closings().isEmpty());

        states().set(admin, agent.id(), DeviceState.ACTIVE, Optional.of("found under a desk"));
        agent.connect();

        openUp(agent, ada);
        assertThat(told(agent)).contains("device_disabled", "device_enabled: found under a desk");
    }

    @Test
    void leavesAQuarantinedDeviceItsChannelAlone() {
        TunnelId tunnel = openUp(agent, ada);

        states().set(admin, agent.id(), DeviceState.QUARANTINED, WHY);

        assertThat(isConnected()).isTrue();
        assertThat(fixture.admitted()).isEmpty();
        await().until(() -> agent.told(ToAgent.DropTunnel.class)
                .equals(List.of(new ToAgent.DropTunnel(tunnel, EndReason.DEVICE_QUARANTINED))));
        assertThat(broker().open(ada, agent.id()))
                .isEqualTo(new OpenResult.NotAllowed(agent.id(), DeviceState.QUARANTINED));
        assertThat(agent.closings()).isEmpty();

        states().set(admin, agent.id(), DeviceState.ACTIVE, Optional.empty());
        openUp(agent, ada);
    }

    @Test
    void keepsARemovedDeviceOutUntilItIsReadmitted() {
        openUp(agent, ada);
        var address = view().virtualIp();

        states().set(admin, agent.id(), DeviceState.REMOVED, WHY);

        await().until(() -> agent.closings().equals(List.of(CloseReason.DEVICE_REMOVED)));
        assertThat(fixture.admitted()).isEmpty();
        assertThat(listed(false)).isEmpty();
        assertThat(listed(true)).containsExactly(agent.id());
        assertThat(told(agent))
                .contains("device_removed: reported stolen")
                .anyMatch(row -> row.startsWith("tunnel_up"));
        assertThat(states().set(admin, agent.id(), DeviceState.ACTIVE, WHY)).isEqualTo(DeviceChange.REMOVED_DEVICE);
        assertThat(fixture.engine.devices().rename(admin, agent.id(), Optional.of("x"), WHY))
                .isEqualTo(DeviceChange.REMOVED_DEVICE);
        TestAgent other = fixture.enrolledAgent();
        assertThat(fixture.engine
                        .devices()
                        .find(fixture.everywhere, other.id())
                        .orElseThrow()
                        .virtualIp())
                .isNotEqualTo(address);

        assertThat(states().readmit(admin, agent.id(), Optional.empty())).isEqualTo(DeviceChange.DONE);
        agent.connect();
        openUp(agent, ada);
        assertThat(view().virtualIp()).isEqualTo(address);
        assertThat(told(agent)).contains("device_readmitted");
    }

    private List<DeviceId> listed(boolean removed) {
        List<DeviceId> all = new ArrayList<>();
        boolean more = true;
        while (more) {
            Optional<DeviceId> after = all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
            Page<DeviceView> page =
                    fixture.engine.devices().page(fixture.everywhere, after, removed, Optional.empty(), 1);
            page.items().forEach(device -> all.add(device.agentId()));
            more = page.more();
        }
        return all;
    }

    @Test
    void listsDevicesPageByPageWithTheirTunnels() {
        TunnelId tunnel = openUp(agent, ada);
        TestAgent other = fixture.enrolledAgent();

        assertThat(listed(false)).containsExactlyInAnyOrder(agent.id(), other.id());
        assertThat(fixture.engine
                        .devices()
                        .page(fixture.everywhere, Optional.empty(), false, Optional.empty(), 2)
                        .more())
                .isFalse();
        assertThat(fixture.engine
                        .devices()
                        .page(fixture.everywhere, Optional.empty(), false, Optional.empty(), 2)
                        .items())
                .filteredOn(device -> device.agentId().equals(agent.id()))
                .allSatisfy(device -> assertThat(device.tunnelId()).contains(tunnel));
    }

    @ParameterizedTest
    @EnumSource(DeviceState.class)
    void writesNothingWhenNothingChanges(DeviceState state) {
        states().set(admin, agent.id(), state, WHY);
        List<String> before = told(agent);
        await().until(() -> state.allowsChannel() == isConnected());
        long rows = rowsOfStates();

        assertThat(states().set(admin, agent.id(), state, Optional.of("again"))).isEqualTo(DeviceChange.DONE);

        assertThat(rowsOfStates()).isEqualTo(rows);
        assertThat(before).isNotEmpty();
        assertThat(view().state()).isEqualTo(state);
    }

    private long rowsOfStates() {
        return told(agent).stream().filter(row -> row.startsWith("device_")).count();
    }

    @Test
    void knowsNoDeviceThatNeverWas() {
        DeviceId nobody = DeviceId.random();

        assertThat(states().set(admin, nobody, DeviceState.DISABLED, WHY)).isEqualTo(DeviceChange.UNKNOWN_DEVICE);
        assertThat(states().readmit(admin, nobody, WHY)).isEqualTo(DeviceChange.UNKNOWN_DEVICE);
        assertThat(fixture.engine.devices().rename(admin, nobody, Optional.of("x"), WHY))
                .isEqualTo(DeviceChange.UNKNOWN_DEVICE);
    }

    @Test
    void renamesForPeopleAndKeepsTheHostName() {
        fixture.engine.devices().rename(admin, agent.id(), Optional.of("Till 3"), Optional.of("new shop"));
        assertThat(view().name()).contains("Till 3");
        assertThat(view().hostname()).isEqualTo("pc");

        fixture.engine.devices().rename(admin, agent.id(), Optional.of("Till 3"), Optional.empty());
        fixture.engine.devices().rename(admin, agent.id(), Optional.empty(), Optional.empty());
        assertThat(view().name()).isEmpty();
        assertThat(told(agent).stream().filter(row -> row.startsWith("device_renamed")))
                .containsExactly("device_renamed: Till 3 is now pc", "device_renamed: pc is now Till 3: new shop");
    }

    @Test
    void refusesAPeerThatIsOfferedAfterTheDeviceLostItsTunnel() {
        agent.offersAtOnce = false;
        TunnelId tunnel = open(agent, ada);
        await().until(() -> !agent.told(ToAgent.RaiseTunnel.class).isEmpty());
        states().set(admin, agent.id(), DeviceState.QUARANTINED, Optional.empty());

        agent.offer(
                tunnel,
                agent.lastAsked().token(),
                io.borealis.protocol.tunnel.WireGuardKeyPair.generate().publicKey(),
                agent.deviceKeyPair().getPrivate());

        await().until(() -> told(agent).stream().anyMatch(row -> row.startsWith("peer_refused")));
        assertThat(fixture.admitted()).isEmpty();
    }
}
