package io.borealis.agent.terminal.windows;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.platform.win32.Kernel32;
import com.sun.jna.platform.win32.WinNT;
import com.sun.jna.platform.win32.WinNT.HANDLE;
import java.io.IOException;

/**
 * A process and all that it starts from then on, at whatever depth. They end with {@link #close}, and when this process
 * ends, however that happens: the last handle goes with it. Thread-safe.
 */
public final class JobObject implements AutoCloseable {

    private static final int ENDED_BY_AGENT = 1;

    private final HANDLE job;
    private boolean closed;

    private JobObject(HANDLE job) {
        this.job = job;
    }

    /** @throws IOException when Windows refuses; the process goes on as it was */
    public static JobObject around(long process) throws IOException {
        HANDLE made = JobLibrary.INSTANCE.CreateJobObject(null, null);
        if (made == null) {
            throw refused("make a job object");
        }
        JobObject job = new JobObject(made);
        try {
            job.endWithItsHandle();
            job.take(process);
            return job;
        } catch (IOException failed) {
            job.close();
            throw failed;
        }
    }

    private void endWithItsHandle() throws IOException {
        try (Memory limits = new Memory(JobLibrary.LIMITS_SIZE)) {
            limits.clear();
            limits.setInt(JobLibrary.LIMIT_FLAGS, JobLibrary.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE);
            if (!JobLibrary.INSTANCE.SetInformationJobObject(
                    job, JobLibrary.JobObjectExtendedLimitInformation, limits, JobLibrary.LIMITS_SIZE)) {
                throw refused("limit a job object");
            }
        }
    }

    private void take(long process) throws IOException {
        HANDLE handle =
                Kernel32.INSTANCE.OpenProcess(WinNT.PROCESS_SET_QUOTA | WinNT.PROCESS_TERMINATE, false, (int) process);
        if (handle == null) {
            throw refused("open process " + process);
        }
        try {
            if (!JobLibrary.INSTANCE.AssignProcessToJobObject(job, handle)) {
                throw refused("put process " + process + " into a job object");
            }
        } finally {
            Kernel32.INSTANCE.CloseHandle(handle);
        }
    }

    private static IOException refused(String step) {
        return new IOException("Windows does not " + step + ", Win32 code " + Native.getLastError());
    }

    /** Ends them all, now. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            JobLibrary.INSTANCE.TerminateJobObject(job, ENDED_BY_AGENT);
            Kernel32.INSTANCE.CloseHandle(job);
        }
    }
}
