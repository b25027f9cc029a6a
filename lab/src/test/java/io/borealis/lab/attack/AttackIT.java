package io.borealis.lab.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.borealis.lab.Lab;
import io.borealis.lab.Labs;
import io.borealis.lab.Legs;
import io.borealis.lab.agent.LabAgent;
import io.borealis.lab.demo.MainJob;
import io.borealis.lab.engine.EngineClient;
import io.borealis.lab.run.Leg;
import io.borealis.lab.run.Until;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The table of attacks: each row is tried against the running Engine, must be refused, and must change nothing. On a lab of its
 * own: every row looks at every device, and the others' tests leave many.
 */
class AttackIT {

    /** For what an attacker's own device still has in motion when the refusal is out. */
    private static final Duration SETTLED = Duration.ofSeconds(5);

    /** Fewer means that a part of the table was lost. */
    private static final int FEWEST = 60;

    private int tried;
    private int refused;
    private int changed;
    private Optional<EngineState> stood = Optional.empty();
    private Optional<Lab> own = Optional.empty();

    @AfterEach
    void end() {
        own.ifPresent(Lab::close);
    }

    @TestFactory
    Stream<DynamicTest> everyAttackIsRefusedAndChangesNothing() {
        if (Leg.ofThisProcess() != Leg.QUICK) {
            return Stream.of(DynamicTest.dynamicTest(
                    "the whole table",
                    () -> Legs.only(
                            Leg.QUICK,
                            "each row asks the HTTP and WebSocket interface, the same Java on both legs; of attacks this leg"
                                    + " has HostileConnectionsIT, TransportIT, BadInputIT and TokenAttackIT")));
        }
        Ground ground = makeGround();
        List<Attack> rows = Attacks.all();
        return Stream.concat(
                rows.stream().map(row -> DynamicTest.dynamicTest(row.toString(), () -> attempt(row, ground))),
                Stream.of(DynamicTest.dynamicTest("the whole table", this::summary)));
    }

    private Ground makeGround() {
        Lab lab = Labs.prepare("attacks", "agent1", "agent2");
        own = Optional.of(lab);
        lab.engine().start();
        LabAgent honest = lab.enroll("agent1", false);
        lab.enroll("agent2", true);
        EngineClient operator = lab.session("operator");
        operator.connect(honest.id()).expect(200);
        return new Ground(
                lab, MainJob.awaitUp(operator, honest).path("tunnel_id").asText());
    }

    private void attempt(Attack attack, Ground ground) throws Exception {
        attack.given().prepare(ground);
        // what the row before was compared with stands still, unless something was prepared
        EngineState before = attack.given() == Attack.NOTHING
                ? stood.orElseGet(() -> EngineState.of(ground))
                : EngineState.of(ground);
        WrittenActivity written = WrittenActivity.from(ground);
        tried++;
        Refusal answer;
        try {
            answer = attack.act().against(ground);
        } catch (Exception | AssertionError broken) {
            answer = Refusal.because("the attack did not come to its end: " + broken);
        }
        if (answer.equals(attack.expected())) {
            refused++;
        }
        List<String> changes = changes(ground, before, written);
        if (!changes.isEmpty()) {
            changed++;
        }
        stood = changes.isEmpty() ? Optional.of(before) : Optional.empty();
        assertThat(answer).isEqualTo(attack.expected());
        assertThat(changes).as("changed by the attack").isEmpty();
    }

    private static List<String> changes(Ground ground, EngineState before, WrittenActivity written) {
        List<String> changes = new ArrayList<>();
        Until.becomesTrue(
                () -> {
                    changes.clear();
                    changes.addAll(EngineState.of(ground).changesSince(before));
                    return changes.isEmpty();
                },
                SETTLED);
        changes.addAll(written.otherThanRefusals(ground.hostile()));
        return changes;
    }

    // bin/test shows this line at its end
    private void summary() {
        System.out.println("attacks tried: " + tried + ", refused: " + refused + ", state changed: " + changed);
        if (tried < FEWEST || refused < tried || changed > 0) {
            fail("attacks tried: " + tried + ", refused: " + refused + ", state changed: " + changed);
        }
    }
}
