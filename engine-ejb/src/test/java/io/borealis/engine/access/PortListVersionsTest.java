package io.borealis.engine.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.engine.EngineTest;
import io.borealis.engine.TestAgent;
import io.borealis.engine.access.request.RequestLimits;
import io.borealis.engine.access.request.RequestResult;
import io.borealis.engine.access.request.WhoWidens;
import io.borealis.network.HostNetworkException;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.control.ToAgent;
import io.borealis.protocol.device.DeviceId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
    void writesDownWhatACommentWasAndWhatItIsNow() {
        set(ada, List.of(SSH, WEB), Optional.of(JENKINS), Optional.empty());
        assertThat(told(agent).get(0)).isEqualTo("ports_set: [tcp/22, tcp/8080]; tcp/8080 is for \"Jenkins\"");

        set(ada, List.of(SSH, WEB), Optional.of(Map.of(WEB, "Gitea", SSH, "Salt")), Optional.empty());
        assertThat(told(agent).get(0))
                .isEqualTo("ports_set: [tcp/22, tcp/8080]; tcp/22 is for \"Salt\"; tcp/8080 for \"Jenkins\" is now for"
                        + " \"Gitea\"");

        set(ada, List.of(SSH, WEB), Optional.of(Map.of(SSH, "Salt")), Optional.empty());
        assertThat(told(agent).get(0))
                .isEqualTo("ports_set: [tcp/22, tcp/8080]; tcp/8080 for \"Gitea\" is now without comment");

        set(ada, List.of(SSH), Optional.of(Map.of(SSH, "Salt")), Optional.empty());
        assertThat(told(agent).get(0)).isEqualTo("ports_set: [tcp/22]");
    }

    @Test
    void writesDownEachOfManyLongComments() {
        List<PortRule> rules = IntStream.rangeClosed(1, PortAccess.MOST_RULES)
                .mapToObj(port -> PortRule.tcp(60_000 + port))
                .toList();
        Map<PortRule, String> comments =
                rules.stream().collect(Collectors.toMap(rule -> rule, rule -> rule + " " + "x".repeat(180)));

        set(ada, rules, Optional.of(comments), Optional.empty());

        String all = String.join("\n", told(agent));
        assertThat(comments.values()).allSatisfy(comment -> assertThat(all).contains("\"" + comment + "\""));
        assertThat(told(agent)).allSatisfy(row -> assertThat(row).startsWith("ports_set: "));
    }

    @Test
    void takesTheOwnListAwaySoThatTheDefaultsApplyAgain() {
        List<PortRule> defaults = list().ports();
        assertThat(list().defaultPorts()).isEqualTo(defaults);
        set(ada, List.of(WEB), Optional.of(JENKINS), Optional.empty());
        DevicePorts seen = list();
        assertThat(seen.defaultPorts()).isEqualTo(defaults);

        SetPortsResult done = fixture.engine.portAccess().reset(bob, agent.id(), Optional.of(seen.version()));

        assertThat(done).isEqualTo(new SetPortsResult.Done(list()));
        assertThat(list().ports()).isEqualTo(defaults);
        assertThat(list().defaults()).isTrue();
        assertThat(list().comments()).isEmpty();
        assertThat(list().changedBy()).contains("bob");
        assertThat(told(agent).get(0)).isEqualTo("ports_set: the defaults " + defaults);
        assertThat(fixture.engine.portAccess().reset(ada, agent.id(), Optional.of(seen.version())))
                .isEqualTo(new SetPortsResult.ChangedMeanwhile(list()));
        assertThat(fixture.engine.portAccess().reset(ada, agent.id(), Optional.empty()))
                .as("defaults that apply already are no change")
                .isEqualTo(done);
        DeviceId nobody = DeviceId.random();
        assertThat(fixture.engine.portAccess().reset(ada, nobody, Optional.empty()))
                .isEqualTo(new SetPortsResult.UnknownDevice(nobody));
        byScript(List.of(WEB));
        assertThat(list().comments()).as("no comment comes back").isEmpty();
    }

    @Test
    void takesTheOwnListAwayFromALiveTunnelAtOnce() {
        agent.connect();
        byScript(List.of(WEB));
        openUp(agent, ada);

        fixture.engine.portAccess().reset(bob, agent.id(), Optional.empty());

        await().until(() -> !agent.told(ToAgent.PermitPorts.class).isEmpty());
        assertThat(agent.told(ToAgent.PermitPorts.class).get(0).ports())
                .containsExactlyInAnyOrderElementsOf(list().defaultPorts());
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
