package io.borealis.lab;

/** Removes everything of a run when this process is told to end (Ctrl-C, SIGTERM) before the run was finished. */
final class CleanUpOnSignal {

    private final Run run;
    private boolean armed = true;

    private CleanUpOnSignal(Run run) {
        this.run = run;
    }

    static CleanUpOnSignal of(Run run) {
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
    synchronized void cleanUpNow() {
        if (armed) {
            Leftovers.remove(run);
            armed = false;
        }
    }

    /** From now on the run may outlive this process. */
    synchronized void leaveRunning() {
        armed = false;
    }
}
