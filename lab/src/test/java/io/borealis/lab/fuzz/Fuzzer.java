package io.borealis.lab.fuzz;

import io.borealis.lab.run.Commands;
import io.borealis.lab.run.LabException;
import io.borealis.lab.run.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Schemathesis, as {@code lab/fuzz/requirements.txt} pins it, fetched once into the tree's {@code target}. Its requests
 * follow from the description of the interface and a fixed seed alone. What it did stands in {@code lab/target/fuzz}.
 */
final class Fuzzer {

    private static final Duration LONGEST_FETCH = Duration.ofMinutes(5);
    private static final Duration LONGEST_RUN = Duration.ofMinutes(5);
    private static final String CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,"
            + "response_headers_conformance,response_schema_conformance";

    private final Path lab;
    private final Path program;
    private final Path logs;

    private Fuzzer(Path tree) throws IOException {
        lab = tree.resolve("lab/fuzz");
        program = tree.resolve("target/schemathesis");
        logs = Files.createDirectories(tree.resolve("lab/target/fuzz"));
    }

    /** Fetches it unless this very list was fetched before. */
    static Fuzzer in(Path tree) throws IOException {
        Fuzzer fuzzer = new Fuzzer(tree);
        Path wanted = fuzzer.lab.resolve("requirements.txt");
        Path fetched = fuzzer.program.resolve("requirements.txt");
        if (!Files.exists(fetched) || Files.mismatch(wanted, fetched) != -1) {
            Commands.run(
                            List.of(
                                    "pip3",
                                    "install",
                                    "--quiet",
                                    "--upgrade",
                                    "--target",
                                    fuzzer.program.toString(),
                                    "--requirement",
                                    wanted.toString()),
                            Map.of("PIP_ROOT_USER_ACTION", "ignore", "PIP_DISABLE_PIP_VERSION_CHECK", "1"),
                            LONGEST_FETCH)
                    .orThrow("fetching the fuzzer from PyPI");
            Files.copy(wanted, fetched);
        }
        return fuzzer;
    }

    /**
     * Asks every operation as somebody; what ends the session that asks is left out.
     *
     * @param token of the role; nobody has none
     * @param examples at most for each operation
     * @param bounds whether those that cover the bounds of its parameters are asked, too
     * @return what it found, in its own words
     */
    Output run(
            String role, Optional<String> token, Path description, String url, Path ca, int examples, boolean bounds) {
        List<String> command = new ArrayList<>(List.of("python3", "-m", "schemathesis.cli", "--no-color"));
        token.ifPresent(any -> command.addAll(
                List.of("--config-file", lab.resolve("schemathesis.toml").toString())));
        command.addAll(List.of("run", description.toString(), "--url", url, "--tls-verify", ca.toString()));
        command.addAll(
                List.of("--checks", CHECKS, "--phases", bounds ? "examples,coverage,fuzzing" : "examples,fuzzing"));
        command.addAll(List.of("--exclude-path", "/api/auth/logout", "--max-examples", Integer.toString(examples)));
        command.addAll(List.of("--seed", "1", "--generation-deterministic"));
        command.addAll(List.of("--request-timeout", "20", "--continue-on-failure", "--warnings", "off"));
        Map<String, String> environment = new HashMap<>(Map.of("PYTHONPATH", program.toString()));
        token.ifPresent(text -> environment.put("BOREALIS_TOKEN", text));
        Output output = Commands.run(command, environment, LONGEST_RUN);
        try {
            Files.writeString(logs.resolve(role + ".log"), output.text());
        } catch (IOException unwritable) {
            throw new LabException("cannot write the log of the fuzzer", unwritable);
        }
        return output;
    }
}
