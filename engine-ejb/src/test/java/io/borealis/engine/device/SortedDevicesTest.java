package io.borealis.engine.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.borealis.engine.EngineTest;
import io.borealis.engine.TestAgent;
import io.borealis.engine.access.OperatorSession;
import io.borealis.persistence.access.AccountScope;
import io.borealis.persistence.device.Device;
import io.borealis.persistence.device.DeviceScope;
import io.borealis.persistence.device.Site;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.DeviceState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Devices in the order that somebody wants, over all of them and not over a page. */
class SortedDevicesTest extends EngineTest {
    private static final UUID ABROAD = UUID.randomUUID();

    private OperatorSession admin;
    private TestAgent connected;
    private TestAgent seen;
    private TestAgent never;
    private TestAgent quarantined;

    @BeforeEach
    void haveDevices() {
        admin = fixture.admin("root");
        connected = fixture.connectedAgent();
        seen = fixture.enrolledAgent();
        never = fixture.enrolledAgent();
        quarantined = fixture.enrolledAgent();
        fixture.database.run(work -> work.sites().add(new Site(ABROAD, "Abroad", "root", Instant.EPOCH)));
        change(connected, device -> device.rename(Optional.of("beta")));
        change(seen, device -> {
            device.rename(Optional.of("Alpha"));
            device.introduces("pc", "Debian 12", "0.1", fixture.clock.instant().minusSeconds(60));
        });
        change(never, device -> {
            device.rename(Optional.of("Delta"));
            device.moveTo(ABROAD);
        });
        change(quarantined, device -> {
            device.rename(Optional.of("charlie"));
            device.enter(DeviceState.QUARANTINED, "root", Optional.empty(), fixture.clock.instant());
        });
    }

    private void change(TestAgent agent, Consumer<Device> change) {
        fixture.database.run(
                work -> change.accept(work.devices().find(agent.id()).orElseThrow()));
    }

    private SortedDevices page(OperatorSession who, DeviceOrder order, Optional<DeviceId> after, int most) {
        return fixture.engine.devices().sorted(who, order, after, false, Optional.empty(), most);
    }

    /** All of them, read in pages of one and turned by key. */
    private List<DeviceId> sorted(DeviceOrder.By by, boolean descending) {
        List<DeviceId> all = new ArrayList<>();
        boolean more = true;
        while (more) {
            Optional<DeviceId> after = all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
            var found = ((SortedDevices.Found) page(admin, new DeviceOrder(by, descending), after, 1)).page();
            found.items().forEach(device -> all.add(device.agentId()));
            more = found.more();
        }
        return all;
    }

    @Test
    void sortsByNameInWhateverCase() {
        assertThat(sorted(DeviceOrder.By.NAME, false))
                .containsExactly(seen.id(), connected.id(), quarantined.id(), never.id());
    }

    @Test
    void putsThoseThatAreConnectedBeforeThoseThatAreNot() {
        List<DeviceId> all = sorted(DeviceOrder.By.STATE, false);
        assertThat(all.get(0)).isEqualTo(connected.id());
        assertThat(all.subList(1, 3)).containsExactlyInAnyOrder(seen.id(), never.id());
        assertThat(all.get(3)).isEqualTo(quarantined.id());
    }

    @Test
    void sortsByWhenTheyWereSeenAndThatIsNowForTheConnected() {
        List<DeviceId> all = sorted(DeviceOrder.By.SEEN, true);
        assertThat(all.subList(0, 2)).containsExactly(connected.id(), seen.id());
        assertThat(all.subList(2, 4)).containsExactlyInAnyOrder(never.id(), quarantined.id());
    }

    @Test
    void sortsBySiteSystemAddressAndTunnel() {
        assertThat(sorted(DeviceOrder.By.SITE, false).get(0)).isEqualTo(never.id());
        assertThat(sorted(DeviceOrder.By.OS, false).get(0)).isEqualTo(seen.id());
        assertThat(sorted(DeviceOrder.By.ADDRESS, false))
                .containsExactly(connected.id(), seen.id(), never.id(), quarantined.id());
        openUp(connected, fixture.operator("ada"));
        assertThat(sorted(DeviceOrder.By.TUNNEL, true).get(0)).isEqualTo(connected.id());
    }

    @ParameterizedTest
    @EnumSource(DeviceOrder.By.class)
    void hasEachOnceInPagesAndBackwardsTheOtherWayRound(DeviceOrder.By by) {
        List<DeviceId> up = sorted(by, false);
        List<DeviceId> down = new ArrayList<>(sorted(by, true));
        Collections.reverse(down);
        assertThat(up).hasSize(4).doesNotHaveDuplicates().isEqualTo(down);
    }

    @Test
    void goesOnAfterADeviceThatTheListDoesNotHaveAnyMore() {
        change(
                connected,
                device -> device.enter(DeviceState.REMOVED, "root", Optional.empty(), fixture.clock.instant()));
        var rest = page(admin, new DeviceOrder(DeviceOrder.By.NAME, false), Optional.of(connected.id()), 9);
        assertThat(((SortedDevices.Found) rest).page().items())
                .extracting(DeviceView::agentId)
                .containsExactly(quarantined.id(), never.id());
    }

    @Test
    void tellsNothingOfWhatIsOutsideOfReach() {
        fixture.database.run(work -> work.scopes()
                .add(new AccountScope("ada", new DeviceScope(Set.of(ABROAD), Set.of()), "root", Instant.EPOCH)));
        OperatorSession ada = fixture.operator("ada");
        DeviceOrder order = new DeviceOrder(DeviceOrder.By.NAME, false);

        var all = (SortedDevices.Found) page(ada, order, Optional.empty(), 9);
        assertThat(all.page().items()).extracting(DeviceView::agentId).containsExactly(never.id());
        assertThat(page(ada, order, Optional.of(seen.id()), 9)).isEqualTo(new SortedDevices.UnknownAfter());
        assertThat(page(ada, order, Optional.of(DeviceId.random()), 9)).isEqualTo(new SortedDevices.UnknownAfter());
    }

    @Test
    void sortsOnlyWhatWasSearched() {
        var found = fixture.engine
                .devices()
                .sorted(
                        admin,
                        new DeviceOrder(DeviceOrder.By.NAME, true),
                        Optional.empty(),
                        false,
                        Optional.of("TA"),
                        9);
        assertThat(((SortedDevices.Found) found).page().items())
                .extracting(DeviceView::agentId)
                .containsExactly(never.id(), connected.id());
    }
}
