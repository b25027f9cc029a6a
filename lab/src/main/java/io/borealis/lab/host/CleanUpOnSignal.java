package io.borealis.lab.host;

import io.borealis.lab.run.Run;
import io.borealis.lab.run.Starting;

/** Removes everything of a run when this process is told to end (Ctrl-C, SIGTERM) before the run was finished. */
public final class CleanUpOnSignal {

    private final Run run;
    private boolean armed = true;

    private CleanUpOnSignal(Run run) {
        this.run = run;
    }

    public static CleanUpOnSignal of(Run run) {
        CleanUpOnSignal guard = new CleanUpOnSignal(run);
        Runtime.getRuntime().addShutdownHook(new Thread(guard::cleanUpAtExit, "clean-up"));
        return guard;
    }

    // the thread that was interrupted in its work goes on until this process is gone
    private void cleanUpAtExit() {
        Starting.byThisThreadAlone();
        cleanUpNow();
    }

    /** Removes everything now, and not again. */
    public synchronized void cleanUpNow() {
        if (armed) {
            Leftovers.remove(run);
            armed = false;
        }
    }

    /** From now on the run may outlive this process. */
    public synchronized void leaveRunning() {
        armed = false;
    }
}
