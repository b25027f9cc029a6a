package io.borealis.agent.terminal;

import io.borealis.agent.terminal.windows.JobObject;
import java.io.IOException;

/** A shell and what it started, and what that started. */
interface ProcessFamily {

    /** The family of a shell that was just started: a job object on Windows, its descendants elsewhere. */
    static ProcessFamily of(Process shell) throws IOException {
        if (!WindowsBuild.WINDOWS) {
            return new Descendants(shell);
        }
        JobObject job = JobObject.around(shell.pid());
        return hangUp -> {
            hangUp.run();
            job.close();
        };
    }

    /**
     * Ends every one of them.
     *
     * @param hangUp lets the shell go by itself; the others are not waited for
     */
    void end(Runnable hangUp);
}
