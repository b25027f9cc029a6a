package io.borealis.agent.terminal;

import com.pty4j.PtyProcess;
import com.pty4j.PtyProcessBuilder;
import com.pty4j.WinSize;
import io.borealis.agent.terminal.windows.JobObject;
import io.borealis.protocol.terminal.TerminalSize;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One shell in a pseudo terminal of its own, from its start to its end. Bytes in, bytes out; what they mean is left to
 * both ends. {@link #close} ends the shell and everything that it started. Thread-safe.
 */
final class PtyShell implements AutoCloseable {

    private final PtyProcess process;
    private final ProcessFamily family;

    private PtyShell(PtyProcess process, ProcessFamily family) {
        this.process = process;
        this.family = family;
    }

    static PtyShell start(ShellSettings settings, TerminalSize size) throws IOException {
        NativeLibraries.unpackPty(settings.nativeLibraries());
        List<String> command = WindowsBuild.WINDOWS ? Utf8Shell.command(settings.command()) : settings.command();
        PtyProcess process = new PtyProcessBuilder(command.toArray(String[]::new))
                .setEnvironment(ShellEnvironment.from(System.getenv(), WindowsBuild.WINDOWS))
                .setDirectory(settings.directory().toString())
                .setConsole(false)
                .setInitialColumns(size.columns())
                .setInitialRows(size.rows())
                .setUseWinConPty(settings.conPty())
                .setUnixOpenTtyToPreserveOutputAfterTermination(true)
                .start();
        try {
            return new PtyShell(process, familyOf(process));
        } catch (IOException | RuntimeException | LinkageError unbound) {
            process.destroyForcibly();
            throw unbound;
        }
    }

    /** A job object on Windows, the shell's descendants elsewhere. */
    private static ProcessFamily familyOf(PtyProcess shell) throws IOException {
        if (!WindowsBuild.WINDOWS) {
            return new Descendants(shell);
        }
        JobObject job = JobObject.around(shell.pid());
        return hangUp -> {
            hangUp.run();
            job.close();
        };
    }

    InputStream output() {
        return process.getInputStream();
    }

    OutputStream input() {
        return process.getOutputStream();
    }

    void resize(TerminalSize size) {
        process.setWinSize(new WinSize(size.columns(), size.rows()));
    }

    int awaitExit() throws InterruptedException {
        return process.waitFor();
    }

    /** Hangs up, then ends what did not go by itself. */
    @Override
    public void close() {
        family.end(this::hangUp);
    }

    private void hangUp() {
        process.destroy();
        try {
            if (!process.waitFor(200, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException hurried) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
