package io.borealis.engine.access.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.borealis.engine.access.DevicePorts;
import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.access.SetPortsResult;
import io.borealis.protocol.access.PortRule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A list that opens more than before waits for somebody else where the configuration says so; one that does not never waits. */
class PortRequestTest extends RequestCase {
    private static final List<PortRule> WIDER = List.of(PortRule.tcp(22), PortRule.tcp(3389));
    private static final List<PortRule> NARROW = List.of(PortRule.tcp(3389));

    private void widenedBy(WhoWidens who) throws Exception {
        fixture.requests = new RequestLimits(Duration.ofHours(1), Duration.ofHours(8), Duration.ofDays(1), who);
        fixture.restart();
    }

    private SetPortsResult set(OperatorSession who, List<PortRule> rules) {
        return fixture.engine.portAccess().set(who, near.id(), rules, WHY);
    }

    private UUID waiting(OperatorSession who, List<PortRule> rules) {
        SetPortsResult result = set(who, rules);
        assertThat(result).isInstanceOf(SetPortsResult.Waits.class);
        return ((SetPortsResult.Waits) result).requestId();
    }

    private DevicePorts now() {
        return fixture.engine.portAccess().portsOf(admin, near.id()).orElseThrow();
    }

    @Test
    void operatorsWidenByThemselvesWhereThatIsWanted() {
        assertThat(set(ada, WIDER)).isInstanceOf(SetPortsResult.Done.class);
    }

    @Test
    void whatAnOperatorWantsWaitsForAnAdministrator() throws Exception {
        widenedBy(WhoWidens.ADMINISTRATOR);
        UUID id = waiting(ada, WIDER);
        assertThat(now().defaults()).isTrue();
        RequestView seen = requests().find(admin, id).orElseThrow();
        assertThat(seen.ports()).contains(WIDER);
        assertThat(seen.portsFound()).isEmpty();
        assertThat(seen.mayDecide()).isTrue();
        assertThat(requests().approve(ada, id, WHY)).isEqualTo(new RequestResult.Own());
        assertThat(requests().approve(bob, id, WHY)).isEqualTo(new RequestResult.NotYours());
        assertThat(requests().approve(carl, id, WHY)).isEqualTo(new RequestResult.Unknown());

        assertThat(done(requests().approve(admin, id, WHY)).status()).isEqualTo("applied");

        assertThat(now().ports()).isEqualTo(WIDER);
        assertThat(told(near)).contains("ports_set: " + WIDER);
        assertThat(requests().approve(admin, id, WHY)).isInstanceOf(RequestResult.Decided.class);
        assertThat(set(admin, List.of(PortRule.tcp(8080)))).isInstanceOf(SetPortsResult.Done.class);
    }

    @Test
    void nobodyWidensAloneWhereASecondPersonIsWanted() throws Exception {
        widenedBy(WhoWidens.SECOND_PERSON);
        UUID id = waiting(admin, WIDER);
        assertThat(requests().approve(admin, id, WHY)).isEqualTo(new RequestResult.Own());
        limit("bob", Set.of(south));
        assertThat(requests().approve(bob, id, WHY)).isEqualTo(new RequestResult.Unknown());
        assertThat(done(requests().approve(ada, id, WHY)).decidedBy()).contains("ada");
        assertThat(now().ports()).isEqualTo(WIDER);
    }

    @Test
    void narrowingAndTheDefaultsNeverWait() throws Exception {
        widenedBy(WhoWidens.SECOND_PERSON);
        assertThat(set(ada, NARROW)).isInstanceOf(SetPortsResult.Done.class);
        assertThat(set(ada, List.of())).isInstanceOf(SetPortsResult.Done.class);
        assertThat(set(ada, List.of(PortRule.tcp(3389), PortRule.tcp(5900)))).isInstanceOf(SetPortsResult.Done.class);
        requests().approve(ada, waiting(admin, WIDER), WHY);
        assertThat(set(ada, List.of(PortRule.tcp(22)))).isInstanceOf(SetPortsResult.Done.class);
    }

    @Test
    void aChangeMeanwhileOvertakesWhatWaits() throws Exception {
        widenedBy(WhoWidens.ADMINISTRATOR);
        UUID id = waiting(ada, WIDER);
        UUID other = waiting(bob, List.of(PortRule.tcp(8080)));
        set(bob, NARROW);
        assertThat(requests().find(ada, id).orElseThrow().status()).isEqualTo("overtaken");
        assertThat(requests().approve(admin, id, WHY))
                .isEqualTo(new RequestResult.PortsChanged(Optional.empty(), Optional.of(NARROW)));
        assertThat(requests().find(ada, other).orElseThrow().status()).isEqualTo("overtaken");
        assertThat(now().ports()).isEqualTo(NARROW);

        UUID first = waiting(ada, WIDER);
        UUID second = waiting(bob, List.of(PortRule.tcp(8080)));
        requests().approve(admin, first, WHY);
        assertThat(requests().find(bob, second).orElseThrow().status()).isEqualTo("overtaken");
        assertThat(told(near)).anyMatch(row -> row.startsWith("request_overtaken: request " + second));
    }

    @Test
    void aListThatIsSetToWhatItIsOvertakesNothing() throws Exception {
        widenedBy(WhoWidens.ADMINISTRATOR);
        set(ada, NARROW);
        UUID id = waiting(ada, WIDER);
        set(bob, NARROW);
        assertThat(done(requests().approve(admin, id, WHY)).status()).isEqualTo("applied");
    }

    @Test
    void neverApprovesMoreThanTheCeilingOfTheSite() throws Exception {
        widenedBy(WhoWidens.ADMINISTRATOR);
        UUID id = waiting(ada, WIDER);
        fixture.engine.siteCeilings().set(admin, north, Optional.of(NARROW), WHY);
        assertThat(requests().approve(admin, id, WHY))
                .isEqualTo(new RequestResult.BeyondCeiling(List.of(PortRule.tcp(22)), NARROW));
        assertThat(requests().find(ada, id).orElseThrow().status()).isEqualTo("waiting");
        assertThat(done(requests().refuse(admin, id, WHY)).status()).isEqualTo("refused");
        assertThat(now().ports()).doesNotContain(PortRule.tcp(22));
    }

    @Test
    void lapsesAndIsBoundedLikeEveryRequest() throws Exception {
        widenedBy(WhoWidens.ADMINISTRATOR);
        UUID id = waiting(ada, WIDER);
        for (long i = 1; i < Filing.MOST_OF_ONE; i++) {
            waiting(ada, WIDER);
        }
        assertThat(set(ada, WIDER)).isEqualTo(new SetPortsResult.TooManyWait(Filing.MOST_OF_ONE, true));
        fixture.clock.advance(Duration.ofDays(1));
        requests().life().pulse();
        assertThat(requests().approve(admin, id, WHY)).isInstanceOf(RequestResult.Decided.class);
        assertThat(now().defaults()).isTrue();
    }
}
