package io.borealis.lab;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;

/** Sentences that are shown to hold; what fails is told and the next is looked at. Thread-safe. */
final class Facts {

    private final PrintStream out;
    private int passed;
    private int failed;
    private int skipped;

    Facts(PrintStream out) {
        this.out = out;
    }

    /** What must be so; throws when it is not. */
    @FunctionalInterface
    interface Proof {
        void show() throws IOException;
    }

    void fact(String sentence, Proof proof) {
        long start = System.nanoTime();
        try {
            proof.show();
            tell(true, sentence, String.format(Locale.ROOT, " (%.1f s)", (System.nanoTime() - start) / 1e9));
        } catch (IOException | RuntimeException notSo) {
            tell(false, sentence, "\n          " + notSo.getMessage());
        }
    }

    private synchronized void tell(boolean holds, String sentence, String more) {
        if (holds) {
            passed++;
        } else {
            failed++;
        }
        out.println((holds ? "  ok      " : "  FAILED  ") + sentence + more);
    }

    synchronized void notRun(String sentence, String why) {
        skipped++;
        out.println("  NOT RUN " + sentence + " -- " + why);
    }

    /** The last line of a run. */
    synchronized String summary() {
        return passed + " passed, " + failed + " failed, " + skipped + " skipped";
    }

    synchronized boolean allHold() {
        return failed == 0;
    }
}
