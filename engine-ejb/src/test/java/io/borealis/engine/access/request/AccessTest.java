package io.borealis.engine.access.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.terminal.TicketResult;
import io.borealis.engine.tunnel.OpenResult;
import io.borealis.persistence.access.SessionEnd;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.EndReason;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.TunnelStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A device for a time: asked for by one, approved by another, and over by itself. */
class AccessTest extends RequestCase {
    @Test
    void reachesADeviceForItsTimeAndNoLonger() {
        RequestView request = asked(carl, far);
        assertThat(broker().open(carl, far.id())).isEqualTo(new OpenResult.UnknownDevice(far.id()));

        RequestView open = done(requests().approve(admin, request.requestId(), WHY));
        assertThat(open.status()).isEqualTo("open");
        assertThat(open.endsAt().orElseThrow())
                .isEqualTo(open.decidedAt().orElseThrow().plus(TWO_HOURS));
        TunnelId tunnel = openUp(far, carl);
        TicketResult.Issued ticket =
                (TicketResult.Issued) fixture.engine.tickets().issue(carl, tunnel);
        requests().life().sweep();
        requests().life().pulse();
        assertThat(status(far).status()).isEqualTo(TunnelStatus.UP);

        fixture.clock.advance(TWO_HOURS);
        requests().life().sweep();

        assertThat(fixture.engine.tickets().redeem(ticket.ticket(), tunnel)).isEmpty();
        awaitStatus(far, TunnelStatus.DOWN);
        assertThat(status(far).reason()).contains(EndReason.REVOKED);
        assertThat(broker().open(carl, far.id())).isEqualTo(new OpenResult.UnknownDevice(far.id()));
        assertThat(told(far))
                .anyMatch(row -> row.startsWith("tunnel_ended: revoked: access_over"))
                .anyMatch(row -> row.startsWith("access_ended") && row.endsWith("access_over"))
                .anyMatch(row -> row.startsWith("request_approved") && row.endsWith(": because"));
        assertThat(requests().find(carl, request.requestId()).orElseThrow().status())
                .isEqualTo("over");
    }

    @Test
    void aClockThatIsPutBackMakesNothingLonger() {
        approved(carl, far);
        fixture.clock.step(Duration.ofHours(-5));
        fixture.clock.advance(TWO_HOURS);
        requests().life().sweep();
        assertThat(broker().open(carl, far.id())).isEqualTo(new OpenResult.UnknownDevice(far.id()));
    }

    @Test
    void goesOnAfterARestartAndIsOverByTheSameTime() throws Exception {
        approved(carl, far);
        fixture.clock.advance(Duration.ofHours(1));
        fixture.restart();
        assertThat(fixture.engine.devices().find(carl, far.id())).isPresent();
        fixture.clock.advance(Duration.ofHours(1));
        requests().life().sweep();
        assertThat(fixture.engine.devices().find(carl, far.id())).isEmpty();
    }

    @Test
    void isOverAfterARestartWhenItsTimeCameMeanwhile() throws Exception {
        approved(carl, far);
        openUp(far, carl);
        fixture.clock.advance(TWO_HOURS);

        fixture.restart();

        assertThat(fixture.engine.devices().find(carl, far.id())).isEmpty();
        awaitStatus(far, TunnelStatus.DOWN);
        assertThat(told(far))
                .anyMatch(row ->
                        row.startsWith("access_ended") && row.endsWith("access_over: while the Engine was away"));
    }

    @Test
    void isTakenByWhoMayDecideAndGivenBackByWhoHasIt() {
        RequestView first = approved(carl, far);
        openUp(far, carl);
        assertThat(requests().end(bob, first.requestId(), WHY)).isEqualTo(new RequestResult.NotYours());
        assertThat(done(requests().end(admin, first.requestId(), WHY)).status()).isEqualTo("revoked");
        awaitStatus(far, TunnelStatus.DOWN);
        assertThat(told(far)).anyMatch(row -> row.startsWith("tunnel_ended: revoked: access_revoked"));

        RequestView second = approved(carl, far);
        openUp(far, carl);
        assertThat(done(requests().end(carl, second.requestId(), WHY)).status()).isEqualTo("returned");
        awaitStatus(far, TunnelStatus.DOWN);
        assertThat(told(far)).anyMatch(row -> row.startsWith("tunnel_ended: revoked: access_returned"));
        assertThat(requests().end(carl, second.requestId(), WHY)).isInstanceOf(RequestResult.Decided.class);
    }

    @Test
    void takesNothingFromWhoReachesTheDeviceAnyway() {
        approved(bob, far);
        openUp(far, bob);
        fixture.clock.advance(TWO_HOURS);
        requests().life().sweep();
        assertThat(status(far).operators()).containsExactly("bob");
    }

    @Test
    void saysTheSameWhetherThereIsSuchADevice() {
        RequestView real = asked(carl, far);
        RequestView none = asked(carl, DeviceId.random().toString());
        RequestView named = asked(carl, "no such till");
        for (RequestView request : List.of(real, none, named)) {
            assertThat(request.status()).isEqualTo("waiting");
            assertThat(request.agentId()).isEmpty();
            assertThat(request.mayDecide()).isFalse();
        }
        assertThat(requests().approve(admin, none.requestId(), WHY)).isEqualTo(new RequestResult.NoDevice());
        assertThat(requests().find(carl, none.requestId()).orElseThrow().status())
                .isEqualTo("waiting");
        assertThat(done(requests().refuse(admin, none.requestId(), WHY)).status())
                .isEqualTo("refused");
    }

    @Test
    void asksByTheNameThatPeopleGaveTheDevice() {
        fixture.engine.devices().rename(admin, far.id(), Optional.of("Till 7"), WHY);
        RequestView request = asked(carl, "Till 7");
        done(requests().approve(admin, request.requestId(), WHY));
        assertThat(fixture.engine.devices().find(carl, far.id())).isPresent();
        assertThat(requests().find(carl, request.requestId()).orElseThrow().agentId())
                .contains(far.id());
    }

    @Test
    void isDecidedByOthersWithTheRightAlone() {
        RequestView request = asked(carl, near);
        UUID id = request.requestId();
        assertThat(requests().approve(carl, id, WHY)).isEqualTo(new RequestResult.Own());
        assertThat(requests().approve(ada, id, WHY)).isEqualTo(new RequestResult.NotYours());
        approval(north, false, true);
        limit("bob", Set.of(south));
        assertThat(requests().approve(bob, id, WHY)).isEqualTo(new RequestResult.Unknown());
        // What somebody has for a time does not let him decide about others
        approved(bob, near);
        assertThat(requests().approve(bob, id, WHY)).isEqualTo(new RequestResult.Unknown());
        assertThat(requests().find(ada, id).orElseThrow().mayDecide()).isTrue();
        assertThat(done(requests().approve(ada, id, WHY)).decidedBy()).contains("ada");
        assertThat(requests().approve(ada, id, WHY)).isInstanceOf(RequestResult.Decided.class);
        assertThat(requests().refuse(admin, id, WHY)).isInstanceOf(RequestResult.Decided.class);
    }

    @Test
    void letsNoAdministratorDecideHisOwn() {
        assertThat(requests().approve(admin, asked(admin, near).requestId(), WHY))
                .isEqualTo(new RequestResult.Own());
    }

    @Test
    void decidesNothingInASessionThatEnded() {
        RequestView request = asked(carl, near);
        fixture.engine.sessions().signOut(admin);
        assertThat(requests().approve(admin, request.requestId(), WHY)).isInstanceOf(RequestResult.SessionOver.class);
        assertThat(requests().find(carl, request.requestId()).orElseThrow().status())
                .isEqualTo("waiting");
        fixture.engine.sessions().signOut(carl);
        assertThat(requests().ask(carl, "x", TWO_HOURS, "x"))
                .isInstanceOfSatisfying(
                        AskResult.SessionOver.class,
                        over -> assertThat(over.over().reason()).contains(SessionEnd.SIGNED_OUT.wireName()));
    }

    @Test
    void lapsesWhenNobodyDecides() {
        RequestView first = asked(carl, near);
        RequestView second = asked(carl, near);
        fixture.clock.advance(Duration.ofDays(1));
        assertThat(requests().approve(admin, first.requestId(), WHY)).isInstanceOf(RequestResult.Decided.class);
        assertThat(requests().find(carl, first.requestId()).orElseThrow().status())
                .isEqualTo("lapsed");
        requests().life().pulse();
        assertThat(requests().find(carl, second.requestId()).orElseThrow().status())
                .isEqualTo("lapsed");
        fixture.clock.advance(AccessLife.KEPT.plusDays(1));
        requests().life().pulse();
        assertThat(requests().find(carl, second.requestId())).isEmpty();
    }

    @Test
    void isWithdrawnByWhoAskedAlone() {
        RequestView request = asked(carl, near);
        assertThat(requests().end(ada, request.requestId(), WHY)).isEqualTo(new RequestResult.NotYours());
        assertThat(requests().end(admin, request.requestId(), WHY)).isEqualTo(new RequestResult.NotYours());
        assertThat(done(requests().end(carl, request.requestId(), WHY)).status())
                .isEqualTo("withdrawn");
    }

    @Test
    void letsSoManyWaitAndNoMore() {
        for (long i = 0; i < Filing.MOST_OF_ONE; i++) {
            asked(carl, near);
        }
        assertThat(requests().ask(carl, "x", TWO_HOURS, "x"))
                .isEqualTo(new AskResult.TooManyWait(Filing.MOST_OF_ONE, true));
        asked(bob, near);
        assertThat(requests().ask(carl, "x", Duration.ofMinutes(59), "x")).isInstanceOf(AskResult.BadTime.class);
        assertThat(requests().ask(carl, "x", Duration.ofHours(9), "x")).isInstanceOf(AskResult.BadTime.class);
    }

    @Test
    void slowsDownWhoAsksAndWithdraws() {
        AskResult last = null;
        for (int i = 0; i < 40 && !(last instanceof AskResult.TooOften); i++) {
            last = requests().ask(carl, "x", TWO_HOURS, "x");
            if (last instanceof AskResult.Waits waits) {
                requests().end(carl, waits.request().requestId(), WHY);
            }
        }
        assertThat(last).isInstanceOf(AskResult.TooOften.class);
    }

    @Test
    void listsOwnRequestsAndThoseWithinReach() {
        RequestView own = asked(ada, far);
        RequestView inReach = asked(carl, near);
        RequestView elsewhere = asked(carl, far);
        assertThat(ids(ada)).containsExactly(inReach.requestId(), own.requestId());
        assertThat(ids(carl)).containsExactly(elsewhere.requestId(), inReach.requestId());
        assertThat(ids(admin)).hasSize(3);
        assertThat(requests().find(ada, elsewhere.requestId())).isEmpty();
        assertThat(requests().page(ada, false, Optional.of(elsewhere.requestId()), 10))
                .isEmpty();
    }

    private List<UUID> ids(OperatorSession who) {
        return requests().page(who, true, Optional.empty(), 10).orElseThrow().items().stream()
                .map(RequestView::requestId)
                .toList();
    }

    @Test
    void connectsNobodyWithoutApprovalWhereTheSiteDemandsIt() {
        openUp(near, ada);
        approval(north, true, true);
        awaitStatus(near, TunnelStatus.DOWN);
        assertThat(told(near)).anyMatch(row -> row.startsWith("tunnel_ended: revoked: approval_demanded"));
        assertThat(fixture.engine.devices().find(ada, near.id())).isPresent();
        assertThat(broker().open(ada, near.id())).isEqualTo(new OpenResult.ApprovalRequired(near.id()));
        assertThat(broker().open(carl, near.id())).isEqualTo(new OpenResult.UnknownDevice(near.id()));

        done(requests().approve(bob, asked(ada, near).requestId(), WHY));
        openUp(near, ada);
        fixture.clock.advance(TWO_HOURS);
        requests().life().sweep();
        awaitStatus(near, TunnelStatus.DOWN);
        await().until(() -> told(near).stream().anyMatch(row -> row.startsWith("tunnel_ended: revoked: access_over")));

        openUp(near, admin);
        assertThat(broker().open(ada, near.id())).isEqualTo(new OpenResult.ApprovalRequired(near.id()));
    }
}
