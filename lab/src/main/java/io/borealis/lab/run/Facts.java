package io.borealis.lab.run;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;

/** Sentences that are shown to hold; what fails is told and the next is looked at. Thread-safe. */
public final class Facts {

    private final PrintStream out;
    private int passed;
    private int failed;
    private int skipped;

    public Facts(PrintStream out) {
        this.out = out;
    }

    /** What must be so; throws when it is not. */
    @FunctionalInterface
    public interface Proof {
        void show() throws IOException;
    }

    public void fact(String sentence, Proof proof) {
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

    public synchronized void notRun(String sentence, String why) {
        skipped++;
        out.println("  NOT RUN " + sentence + " -- " + why);
    }

    /** The last line of a run. */
    public synchronized String summary() {
        return passed + " passed, " + failed + " failed, " + skipped + " skipped";
    }

    public synchronized boolean allHold() {
        return failed == 0;
    }
}
