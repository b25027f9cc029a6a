package io.borealis.lab.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.borealis.lab.Lab;
import io.borealis.lab.Legs;
import io.borealis.lab.engine.EngineClient;
import io.borealis.lab.engine.EngineHost;
import io.borealis.lab.run.Leg;
import io.borealis.lab.run.Output;
import io.borealis.lab.run.Run;
import io.borealis.lab.token.ScriptedAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whoever asks, and whatever: no 500, no answer, no code and no content type that {@code /openapi} does not state. On an
 * Engine of its own with the simulated network, because what is asked here ends other people's tunnels.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiIT {

    private final Map<String, String> tokens = new HashMap<>();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private Optional<Fuzzed> fuzzed = Optional.empty();

    /** The Engine that is asked, its description, and who asks. */
    private record Fuzzed(EngineHost engine, Path description, Fuzzer fuzzer) {}

    private Fuzzed startAnEngineOfItsOwn() throws IOException {
        Run run = Run.of("fuzz");
        Lab lab = Lab.prepare(run, Lab.Ground.SIMULATED, Leg.QUICK);
        open.push(lab);
        Fuzzer fuzzer = Fuzzer.in(run.tree());
        lab.engine().start();
        EngineClient nobody = lab.engine().client();
        ScriptedAgent agent = ScriptedAgent.enroll(nobody, Lab.newCode(lab.session("admin"), true));
        open.push(agent);
        for (String role : List.of("admin", "operator", "auditor")) {
            lab.session(role).accessToken().ifPresent(token -> tokens.put(role, token));
        }
        tokens.put("agent", agent.accessToken());
        Path description = run.folder().resolve("openapi.json");
        Files.writeString(
                description, nobody.get("/openapi?format=JSON").expect(200).text());
        return new Fuzzed(lab.engine(), description, fuzzer);
    }

    @ParameterizedTest
    // the bounds of parameters by those who pass to them: most of what the others ask is refused for who they are
    @CsvSource({"admin, 8, true", "operator, 5, true", "auditor, 4, false", "agent, 4, false", "nobody, 4, false"})
    void whatIsAnsweredIsStated(String role, int examples, boolean bounds) throws IOException {
        Assumptions.assumeFalse("off".equals(System.getenv("BOREALIS_LAB")), "BOREALIS_LAB=off");
        Legs.only(Leg.QUICK, "what the interface answers does not depend on the system below the Engine");
        if (fuzzed.isEmpty()) {
            fuzzed = Optional.of(startAnEngineOfItsOwn());
        }
        Fuzzed that = fuzzed.get();
        Output found = that.fuzzer()
                .run(
                        role,
                        Optional.ofNullable(tokens.get(role)),
                        that.description(),
                        that.engine().client().base().toString(),
                        that.engine().caCertificate(),
                        examples,
                        bounds);
        // bin/test shows this line at its end
        System.out.println("fuzzed as " + role + ": " + lastLine(found.text()));
        assertThat(found.exitCode()).as(role + "; " + summary(found.text())).isZero();
    }

    private static String lastLine(String text) {
        String[] lines = text.strip().split("\n");
        return lines[lines.length - 1].replace("=", "").strip();
    }

    /** From its own heading on, without the banner. */
    private static String summary(String text) {
        int from = text.lastIndexOf(" SUMMARY ");
        return from < 0 ? text : text.substring(from);
    }

    @AfterAll
    void endIt() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
