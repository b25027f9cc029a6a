package io.borealis.lab.run;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** Steps that are shown to a person, each with its time and what was seen. The first that fails ends the row. */
public final class Steps {

    private final PrintStream out;
    private final String label;
    private final List<Map<String, Object>> done = new ArrayList<>();
    private final long began = System.nanoTime();

    /** @param label stands before every step; empty for none */
    public Steps(PrintStream out, String label) {
        this.out = out;
        this.label = label;
    }

    /** Does the work and prints the line. The work says what was seen, and throws when it was not. */
    public void step(String what, Supplier<String> work) {
        long start = System.nanoTime();
        String seen;
        try {
            seen = work.get();
        } catch (RuntimeException failed) {
            print(what, start, "FAILED");
            throw failed;
        }
        print(what, start, seen);
        done.add(Map.of("step", what, "millis", millisSince(start), "seen", seen));
    }

    private void print(String what, long start, String seen) {
        out.printf(
                Locale.ROOT,
                "%s%2d. %-46s %7s  %s%n",
                label,
                done.size() + 1,
                what,
                readable(millisSince(start)),
                seen);
    }

    /** All steps so far, for a file. */
    public List<Map<String, Object>> done() {
        return List.copyOf(done);
    }

    public String total() {
        return readable(millisSince(began)).strip();
    }

    private static double millisSince(long start) {
        return Math.round((System.nanoTime() - start) / 10_000.0) / 100.0;
    }

    private static String readable(double millis) {
        return millis < 1000
                ? String.format(Locale.ROOT, "%.0f ms", millis)
                : String.format(Locale.ROOT, "%.1f s", millis / 1000);
    }

    /** Ends a step whose condition does not hold. */
    public static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new LabException(otherwise);
        }
    }
}
