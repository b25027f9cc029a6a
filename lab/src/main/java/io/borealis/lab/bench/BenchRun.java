package io.borealis.lab.bench;

import io.borealis.lab.host.CleanUpOnSignal;
import io.borealis.lab.host.Grants;
import io.borealis.lab.run.Json;
import io.borealis.lab.run.LabException;
import io.borealis.lab.run.Run;
import io.borealis.lab.run.RunLock;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** A benchmark alone on its hosts: they are gone when it ends, and its figures stand in a file below {@code target}. */
final class BenchRun {

    private BenchRun() {}

    /** Prints its tables, and returns its figures for the file. */
    @FunctionalInterface
    interface Work {

        /** @throws LabException when it cannot be measured here; the text says why */
        Map<String, Object> measure(Run run, PrintStream out);
    }

    /**
     * Measures and ends this process: with 0, or with 1 and the reason.
     *
     * @param purpose the name of its hosts
     * @param file the name of the file with the figures
     */
    static void main(String purpose, String file, Work work) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        Run run = Run.of(purpose);
        int code = 0;
        try {
            Map<String, Object> figures = RunLock.holding(run, () -> measure(run, out, work));
            Map<String, Object> written = new LinkedHashMap<>();
            written.put("at", Instant.now().toString());
            written.putAll(figures);
            Json.write(run.tree().resolve("target/bench").resolve(file), written);
            out.println("also in target/bench/" + file);
        } catch (LabException told) {
            out.println("error: " + told.getMessage());
            code = 1;
        }
        System.exit(code);
    }

    private static Map<String, Object> measure(Run run, PrintStream out, Work work) {
        Grants.whyNoPackets(run).ifPresent(why -> {
            throw new LabException("real packets are needed for the benchmarks: " + why);
        });
        CleanUpOnSignal guard = CleanUpOnSignal.of(run);
        try {
            return work.measure(run, out);
        } finally {
            guard.cleanUpNow();
        }
    }
}
