package io.borealis.agent.terminal.windows;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.platform.win32.WinNT.HANDLE;
import com.sun.jna.win32.StdCallLibrary;
import com.sun.jna.win32.W32APIOptions;
import org.jspecify.annotations.Nullable;

/**
 * The exports of {@code kernel32.dll} for job objects that jna-platform does not have, spelled as in {@code jobapi2.h}.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/procthread/job-objects">Job objects</a>
 */
interface JobLibrary extends StdCallLibrary {

    JobLibrary INSTANCE = Native.load("kernel32", JobLibrary.class, W32APIOptions.UNICODE_OPTIONS);

    int JobObjectExtendedLimitInformation = 9;
    int JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE = 0x2000;

    /** JOBOBJECT_EXTENDED_LIMIT_INFORMATION of 64-bit Windows, and LimitFlags in it. */
    int LIMITS_SIZE = 144;

    int LIMIT_FLAGS = 16;

    @Nullable
    HANDLE CreateJobObject(@Nullable Pointer attributes, @Nullable String name);

    boolean SetInformationJobObject(HANDLE job, int information, Pointer value, int size);

    boolean AssignProcessToJobObject(HANDLE job, HANDLE process);

    boolean TerminateJobObject(HANDLE job, int exitCode);
}
