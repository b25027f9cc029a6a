package io.borealis.lab.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Commands of this machine that end by themselves. */
public final class Commands {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private Commands() {}

    public static Output run(String... command) {
        return run(List.of(command));
    }

    /** Runs the command without a standard input and waits for its end. */
    public static Output run(List<String> command) {
        return run(command, Map.of(), LONGEST);
    }

    /** @param environment added to that of this process */
    public static Output run(List<String> command, Map<String, String> environment, Duration longest) {
        try {
            ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command)).redirectErrorStream(true);
            builder.environment().putAll(environment);
            Process process = Starting.start(builder);
            process.getOutputStream().close();
            CompletableFuture<String> text = CompletableFuture.supplyAsync(() -> read(process));
            if (!process.waitFor(longest.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new LabException(String.join(" ", command) + " did not end within " + longest.toSeconds() + " s");
            }
            return new Output(process.exitValue(), text.join());
        } catch (IOException absent) {
            return new Output(127, String.valueOf(absent.getMessage()));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted in " + String.join(" ", command), stopped);
        }
    }

    private static String read(Process process) {
        try (var output = process.getInputStream()) {
            return new String(output.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException gone) {
            return "";
        }
    }
}
