package io.borealis.agent.terminal;

import com.pty4j.PtyProcess;
import com.pty4j.PtyProcessBuilder;
import com.pty4j.WinSize;
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

    private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");

    private final PtyProcess process;

    private PtyShell(PtyProcess process) {
        this.process = process;
    }

    static PtyShell start(ShellSettings settings, TerminalSize size) throws IOException {
        NativeLibraries.unpackPty(settings.nativeLibraries());
        PtyProcess process = new PtyProcessBuilder(settings.command().toArray(String[]::new))
                .setEnvironment(ShellEnvironment.from(System.getenv(), WINDOWS))
                .setDirectory(settings.directory().toString())
                .setConsole(false)
                .setInitialColumns(size.columns())
                .setInitialRows(size.rows())
                .setUseWinConPty(settings.conPty())
                .setUnixOpenTtyToPreserveOutputAfterTermination(true)
                .start();
        return new PtyShell(process);
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

    /** Hangs up, then ends what did not go by itself; children first, because orphans cannot be found any more. */
    @Override
    public void close() {
        List<ProcessHandle> family = ProcessHandle.of(process.pid())
                .map(shell -> shell.descendants().toList())
                .orElse(List.of());
        process.destroy();
        family.forEach(ProcessHandle::destroy);
        try {
            if (!process.waitFor(200, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException hurried) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        family.forEach(ProcessHandle::destroyForcibly);
    }
}
