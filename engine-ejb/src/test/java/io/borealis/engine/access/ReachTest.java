package io.borealis.engine.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.borealis.engine.EngineTest;
import io.borealis.engine.Page;
import io.borealis.engine.TestAgent;
import io.borealis.engine.device.DeviceChange;
import io.borealis.engine.device.DeviceView;
import io.borealis.engine.device.SiteResult;
import io.borealis.engine.device.SiteView;
import io.borealis.engine.terminal.TicketResult;
import io.borealis.engine.tunnel.ActivityResult;
import io.borealis.engine.tunnel.HoldResult;
import io.borealis.engine.tunnel.LeaveResult;
import io.borealis.engine.tunnel.OpenResult;
import io.borealis.engine.tunnel.SetIdleResult;
import io.borealis.engine.tunnel.TunnelView;
import io.borealis.persistence.access.AccountScope;
import io.borealis.persistence.access.Operator;
import io.borealis.persistence.device.DeviceScope;
import io.borealis.protocol.MalformedValueException;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.EndReason;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.TunnelStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is outside somebody's reach is for him as if it did not exist, from the moment that it is outside. */
class ReachTest extends EngineTest {
    private static final Optional<String> WHY = Optional.of("new contract");

    private OperatorSession admin;
    private OperatorSession ada;
    private OperatorSession bob;
    private TestAgent inside;
    private TestAgent outside;
    private UUID north;
    private UUID south;

    @BeforeEach
    void haveTwoSites() {
        admin = fixture.admin("root");
        account("ada", Role.OPERATOR);
        account("bob", Role.OPERATOR);
        account("root", Role.ADMIN);
        ada = fixture.operator("ada");
        bob = fixture.operator("bob");
        inside = fixture.connectedAgent();
        outside = fixture.connectedAgent();
        north = site("north");
        south = site("south");
        move(inside, north);
        move(outside, south);
        limit(Set.of(north), Set.of());
    }

    private void account(String name, Role role) {
        fixture.database.run(work ->
                work.operators().add(new Operator(name, "no hash", List.of(role.group()), fixture.clock.instant())));
    }

    private UUID site(String name) {
        SiteView made = ((SiteResult.Done) fixture.engine.sites().create(admin, name)).site();
        return made.siteId();
    }

    private void move(TestAgent agent, UUID site) {
        assertThat(fixture.engine.tunnels().devicePlaces().move(admin, agent.id(), site, WHY))
                .isEqualTo(DeviceChange.DONE);
    }

    private void tag(TestAgent agent, String... tags) {
        assertThat(fixture.engine.tunnels().devicePlaces().tag(admin, agent.id(), Set.of(tags), WHY))
                .isEqualTo(DeviceChange.DONE);
    }

    private void limit(Set<UUID> sites, Set<String> tags) {
        assertThat(fixture.engine.scopes().set(admin, "ada", new WantedScope(false, sites, tags), WHY))
                .isInstanceOf(ScopeResult.Done.class);
    }

    private List<DeviceId> listed(OperatorSession who) {
        return fixture.engine.devices().page(who, Optional.empty(), false, Optional.empty(), 100).items().stream()
                .map(DeviceView::agentId)
                .toList();
    }

    private List<TunnelView> active(OperatorSession who) {
        return broker().active(who, Optional.empty(), Page.LONGEST).items();
    }

    @Test
    void leavesOutOfListsWhatIsOutside() {
        assertThat(listed(ada)).containsExactly(inside.id());
        assertThat(listed(bob)).containsExactlyInAnyOrder(inside.id(), outside.id());
        assertThat(listed(admin)).containsExactlyInAnyOrder(inside.id(), outside.id());
        openUp(outside, bob);
        TunnelId own = openUp(inside, ada);
        assertThat(active(ada))
                .extracting(tunnel -> tunnel.tunnelId().orElseThrow())
                .containsExactly(own);
        assertThat(active(bob)).hasSize(2);
        Page<TunnelView> first = broker().active(bob, Optional.empty(), 1);
        Page<TunnelView> second =
                broker().active(bob, Optional.of(first.items().get(0).agentId()), 1);
        assertThat(first.more()).isTrue();
        assertThat(second.more()).isFalse();
        assertThat(second.items()).hasSize(1).doesNotContainAnyElementsOf(first.items());
    }

    @Test
    void answersLikeADeviceThatDoesNotExist() {
        DeviceId id = outside.id();
        openUp(outside, bob);

        assertThat(fixture.engine.devices().find(ada, id)).isEmpty();
        assertThat(broker().status(ada, id)).isEmpty();
        assertThat(broker().open(ada, id)).isEqualTo(new OpenResult.UnknownDevice(id));
        assertThat(broker().leave(ada, id, false)).isEqualTo(new LeaveResult.UnknownDevice(id));
        assertThat(fixture.engine.portAccess().portsOf(ada, id)).isEmpty();
        assertThat(fixture.engine.portAccess().set(ada, id, List.of(), Optional.empty()))
                .isEqualTo(new SetPortsResult.UnknownDevice(id));
        assertThat(fixture.engine.tunnels().idleTimes().find(ada, id)).isEmpty();
        assertThat(fixture.engine.tunnels().idleTimes().set(ada, id, Optional.empty()))
                .isEqualTo(new SetIdleResult.UnknownDevice(id));
        assertThat(status(outside).status()).isEqualTo(TunnelStatus.UP);
    }

    @Test
    void answersLikeATunnelThatDoesNotExist() {
        TunnelId tunnel = openUp(outside, bob);

        assertThat(broker().activity(ada, tunnel)).isEqualTo(new ActivityResult.NoTunnel(tunnel));
        assertThat(broker().presence(ada, tunnel)).isEqualTo(new ActivityResult.NoTunnel(tunnel));
        assertThat(fixture.engine.tunnels().holds().hold(ada, tunnel, Duration.ofMinutes(1)))
                .isEqualTo(new HoldResult.NoTunnel(tunnel));
        assertThat(fixture.engine.tunnels().holds().release(ada, tunnel)).isEqualTo(new HoldResult.NoTunnel(tunnel));
        assertThat(fixture.engine.tickets().issue(ada, tunnel)).isEqualTo(new TicketResult.NoTunnel(tunnel));
    }

    @Test
    void reachesByTagWhateverTheSite() {
        limit(Set.of(), Set.of("pos"));
        assertThat(listed(ada)).isEmpty();
        tag(outside, "pos", "berlin");
        assertThat(listed(ada)).containsExactly(outside.id());
        limit(Set.of(north), Set.of("pos"));
        assertThat(listed(ada)).containsExactlyInAnyOrder(inside.id(), outside.id());
        limit(Set.of(), Set.of());
        assertThat(listed(ada)).isEmpty();
    }

    @Test
    void endsTheTunnelOfTheLastWhoLostIt() {
        TunnelId tunnel = openUp(inside, ada);
        TicketResult.Issued ticket =
                (TicketResult.Issued) fixture.engine.tickets().issue(ada, tunnel);

        limit(Set.of(south), Set.of());

        assertThat(fixture.engine.tickets().redeem(ticket.ticket(), tunnel)).isEmpty();
        awaitStatus(inside, TunnelStatus.DOWN);
        assertThat(status(inside).reason()).contains(EndReason.REVOKED);
        assertThat(fixture.admitted()).isEmpty();
        assertThat(told(inside)).anyMatch(row -> row.startsWith("tunnel_ended: revoked: scope_changed; lived"));
    }

    @Test
    void leavesTheTunnelToOthersWhenOneLostIt() {
        TunnelId tunnel = openUp(inside, ada);
        assertThat(broker().open(bob, inside.id())).isInstanceOf(OpenResult.Joined.class);
        assertThat(fixture.engine.tickets().issue(bob, tunnel)).isInstanceOf(TicketResult.Issued.class);

        move(inside, south);

        await().until(() -> told(inside).contains("tunnel_left: site_changed"));
        assertThat(status(inside).operators()).containsExactly("bob");
        assertThat(status(inside).status()).isEqualTo(TunnelStatus.UP);
        assertThat(told(inside)).contains("device_moved: north is now south: new contract");
    }

    @Test
    void endsWhatATagGaveWithTheTag() {
        limit(Set.of(), Set.of("pos"));
        tag(inside, "pos");
        openUp(inside, ada);

        tag(inside, "berlin");

        awaitStatus(inside, TunnelStatus.DOWN);
        assertThat(told(inside))
                .contains("device_tagged: [pos] is now [berlin]: new contract")
                .anyMatch(row -> row.startsWith("tunnel_ended: revoked: tags_changed; lived"));
    }

    @Test
    void takesNothingFromWhoStillReachesIt() {
        openUp(inside, ada);
        tag(inside, "pos");
        limit(Set.of(south), Set.of("pos"));
        move(inside, south);
        limit(Set.of(), Set.of("pos"));
        fixture.engine.tunnels().pulse();

        assertThat(status(inside).status()).isEqualTo(TunnelStatus.UP);
        assertThat(status(inside).operators()).containsExactly("ada");
    }

    @Test
    void findsAtTheStartWhatWasLostMeanwhile() throws Exception {
        openUp(inside, ada);
        fixture.database.run(work -> {
            AccountScope scope = work.scopes().find("ada").orElseThrow();
            scope.set(new DeviceScope(Set.of(), Set.of()), "root", fixture.clock.instant());
        });

        fixture.restart();

        awaitStatus(inside, TunnelStatus.DOWN);
        assertThat(status(inside).reason()).contains(EndReason.REVOKED);
    }

    @Test
    void limitsNoAdministrator() {
        assertThat(fixture.engine.scopes().set(admin, "root", new WantedScope(false, Set.of(), Set.of()), WHY))
                .isEqualTo(new ScopeResult.Administrator());
        assertThat(fixture.engine.scopes().find("root").orElseThrow().allDevices())
                .isTrue();
        // One that became an administrator after it was limited
        fixture.database.run(work -> work.scopes()
                .add(new AccountScope("root", new DeviceScope(Set.of(), Set.of()), "root", fixture.clock.instant())));
        assertThat(listed(admin)).hasSize(2);
        openUp(inside, admin);
        fixture.engine.tunnels().pulse();
        assertThat(status(inside).status()).isEqualTo(TunnelStatus.UP);
    }

    @Test
    void tellsBeforeAndAfterAndNothingWhenNothingChanges() {
        long rows = rows();
        limit(Set.of(north), Set.of());
        assertThat(rows()).isEqualTo(rows);
        ScopeResult all =
                fixture.engine.scopes().set(admin, "ada", new WantedScope(true, Set.of(), Set.of()), Optional.empty());
        assertThat(((ScopeResult.Done) all).scope().allDevices()).isTrue();
        assertThat(details())
                .contains("ada: all devices is now sites [north], tags []: new contract")
                .contains("ada: sites [north], tags [] is now all devices");
        assertThat(listed(ada)).hasSize(2);
    }

    private long rows() {
        return details().size();
    }

    private List<String> details() {
        return fixture.database.read(work -> work.activity().newest(1000)).stream()
                .filter(row -> row.event().equals("account_scope_set"))
                .map(row -> row.detail().orElseThrow())
                .toList();
    }

    @Test
    void refusesScopesThatNameWhatIsNot() {
        UUID nowhere = UUID.randomUUID();
        assertThat(fixture.engine.scopes().set(admin, "ada", new WantedScope(false, Set.of(nowhere), Set.of()), WHY))
                .isEqualTo(new ScopeResult.UnknownSite(nowhere));
        assertThat(fixture.engine.scopes().set(admin, "nobody", new WantedScope(true, Set.of(), Set.of()), WHY))
                .isEqualTo(new ScopeResult.UnknownAccount());
        assertThat(fixture.engine.scopes().find("nobody")).isEmpty();
        assertThatThrownBy(() -> new WantedScope(true, Set.of(north), Set.of()))
                .isInstanceOf(MalformedValueException.class);
        assertThatThrownBy(() -> new WantedScope(false, Set.of(), Set.of("Pos")))
                .isInstanceOf(MalformedValueException.class);
    }
}
