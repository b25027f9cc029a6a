package io.borealis.engine.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.borealis.engine.EngineTest;
import io.borealis.engine.TestAgent;
import io.borealis.engine.access.request.RequestLimits;
import io.borealis.engine.access.request.RequestResult;
import io.borealis.engine.access.request.WhoWidens;
import io.borealis.network.HostNetworkException;
import io.borealis.protocol.access.PortRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a port list's rules are for, who changed it last, and two people at once. */
class PortListVersionsTest extends EngineTest {
    private static final PortRule SSH = PortRule.tcp(22);
    private static final PortRule WEB = PortRule.tcp(8080);
    private static final Map<PortRule, String> JENKINS = Map.of(WEB, "Jenkins");

    private TestAgent agent;
    private OperatorSession ada;
    private OperatorSession bob;

    @BeforeEach
    void aDevice() {
        agent = fixture.enrolledAgent();
        ada = fixture.operator("ada");
        bob = fixture.operator("bob");
    }

    private DevicePorts list() {
        return fixture.engine.portAccess().portsOf(ada, agent.id()).orElseThrow();
    }

    private SetPortsResult set(
            OperatorSession who,
            List<PortRule> rules,
            Optional<Map<PortRule, String>> comments,
            Optional<Integer> seen) {
        return fixture.engine
                .portAccess()
                .set(who, agent.id(), new PortAccess.Wanted(rules, comments, seen, Optional.empty()));
    }

    private SetPortsResult byScript(List<PortRule> rules) {
        return fixture.engine.portAccess().set(bob, agent.id(), rules, Optional.empty());
    }

    @Test
    void tellsWhoSawAnOlderListAndStoresNothing() {
        int seen = list().version();
        assertThat(set(ada, List.of(SSH), Optional.empty(), Optional.of(seen))).isInstanceOf(SetPortsResult.Done.class);

        SetPortsResult late = set(bob, List.of(WEB), Optional.of(JENKINS), Optional.of(seen));

        assertThat(late).isEqualTo(new SetPortsResult.ChangedMeanwhile(list()));
        assertThat(list().ports()).containsExactly(SSH);
        assertThat(list().changedBy()).contains("ada");
        assertThat(set(bob, List.of(WEB), Optional.of(JENKINS), Optional.of(list().version())))
                .isEqualTo(new SetPortsResult.Done(list()));
        assertThat(list().changedBy()).contains("bob");
        assertThat(list().changedAt()).isPresent();
    }

    @Test
    void takesWhateverThereIsFromWhoNamesNoVersion() {
        set(ada, List.of(SSH, WEB), Optional.of(JENKINS), Optional.empty());

        assertThat(byScript(List.of(WEB))).isInstanceOf(SetPortsResult.Done.class);

        assertThat(list().ports()).containsExactly(WEB);
        assertThat(list().comments()).as("what stays keeps its comment").isEqualTo(JENKINS);
        byScript(List.of());
        byScript(List.of(WEB));
        assertThat(list().comments()).as("what went took it along").isEmpty();
    }

    @Test
    void anotherCommentIsAChangeAndTheSameListIsNone() {
        set(ada, List.of(WEB), Optional.of(JENKINS), Optional.empty());
        DevicePorts before = list();
        assertThat(before.comments()).isEqualTo(JENKINS);

        byScript(List.of(WEB));
        assertThat(list()).isEqualTo(before);

        set(bob, List.of(WEB), Optional.of(Map.of(WEB, "Gitea")), Optional.of(before.version()));
        assertThat(Optional.of(list().version())).isNotEqualTo(Optional.of(before.version()));
        assertThat(list().changedBy()).contains("bob");
        assertThat(list().comments()).isEqualTo(Map.of(WEB, "Gitea"));
        set(bob, List.of(WEB), Optional.of(Map.of()), Optional.of(list().version()));
        assertThat(list().comments()).isEmpty();
    }

    @Test
    void defaultsHaveNobodyWhoChangedThem() {
        assertThat(list().defaults()).isTrue();
        assertThat(list().version()).isZero();
        assertThat(list().changedBy()).isEmpty();
        assertThat(list().changedAt()).isEmpty();
        assertThat(list().comments()).isEmpty();
    }

    @Test
    void keepsTheCommentsOfAListThatWaitsForSomebodyElse() throws HostNetworkException {
        fixture.requests = new RequestLimits(
                Duration.ofHours(1), Duration.ofHours(8), Duration.ofDays(1), WhoWidens.SECOND_PERSON);
        fixture.restart();
        SetPortsResult waits = set(ada, List.of(WEB), Optional.of(JENKINS), Optional.of(list().version()));
        assertThat(waits).isInstanceOf(SetPortsResult.Waits.class);
        assertThat(list().defaults()).isTrue();

        RequestResult approved = fixture.engine
                .requests()
                .approve(fixture.admin("root"), ((SetPortsResult.Waits) waits).requestId(), Optional.empty());

        assertThat(approved).isInstanceOf(RequestResult.Done.class);
        assertThat(list().ports()).containsExactly(WEB);
        assertThat(list().comments()).isEqualTo(JENKINS);
        assertThat(list().changedBy()).contains("root");
    }
}
