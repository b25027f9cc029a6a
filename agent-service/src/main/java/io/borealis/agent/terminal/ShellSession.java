package io.borealis.agent.terminal;

import io.borealis.protocol.terminal.TerminalSize;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.sshd.common.io.IoInputStream;
import org.apache.sshd.common.io.IoOutputStream;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.Signal;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.AsyncCommandStreamsAware;
import org.apache.sshd.server.command.Command;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One SSH channel with its shell. Keystrokes have a thread of their own, so that Ctrl-C passes while output waits for a
 * slow reader; a reader that is behind stops the shell through the windows of SSH.
 */
final class ShellSession implements Command, AsyncCommandStreamsAware {

    private static final Logger LOG = LoggerFactory.getLogger(ShellSession.class);
    private static final int CHUNK = 16 * 1024;
    private static final long LAST_OUTPUT_MILLIS = 1000;
    private static final int CANNOT_START = 126;

    private final ShellSettings settings;
    private final Runnable whenOver;
    private final InputStream fromEngine;
    private @Nullable IoOutputStream toEngine;
    private @Nullable ExitCallback exit;
    private volatile @Nullable PtyShell shell;
    private boolean over;

    /**
     * @param fromEngine what is typed; waits while there is nothing
     * @param whenOver called once, after the shell is gone
     */
    ShellSession(ShellSettings settings, InputStream fromEngine, Runnable whenOver) {
        this.settings = settings;
        this.fromEngine = fromEngine;
        this.whenOver = whenOver;
    }

    /** What is typed comes by the stream of the constructor. */
    @Override
    public void setInputStream(InputStream in) {}

    @Override
    public void setIoInputStream(IoInputStream in) {}

    @Override
    public void setIoOutputStream(IoOutputStream out) {
        toEngine = out;
    }

    /** A pseudo terminal has one output. */
    @Override
    public void setIoErrorStream(IoOutputStream err) {}

    /** What is printed goes by {@link #setIoOutputStream}. */
    @Override
    public void setOutputStream(OutputStream out) {}

    @Override
    public void setErrorStream(OutputStream err) {}

    @Override
    public void setExitCallback(ExitCallback callback) {
        exit = callback;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) throws IOException {
        IoOutputStream out = toEngine;
        ExitCallback callback = exit;
        if (out == null || callback == null) {
            throw new IOException("the channel is not complete");
        }
        if (!environment.getEnv().containsKey(Environment.ENV_TERM)) {
            refuse(out, callback, "a shell is given with a terminal only");
            return;
        }
        PtyShell started;
        try {
            started = PtyShell.start(settings, sizeIn(environment.getEnv()));
        } catch (IOException | RuntimeException | LinkageError failed) {
            LOG.error("the shell {} cannot be started", settings.command().get(0), failed);
            refuse(out, callback, "the shell cannot be started: " + failed.getMessage());
            return;
        }
        shell = started;
        environment.addSignalListener((ignored, signal) -> started.resize(sizeIn(environment.getEnv())), Signal.WINCH);
        Thread output = daemon("terminal-output", () -> print(started.output(), new ShellOutput(out)));
        daemon("terminal-input", () -> type(fromEngine, started.input()));
        daemon("terminal-exit", () -> {
            try {
                int code = started.awaitExit();
                // what the shell printed last is still on its way; a child that it left behind must not hold it up
                output.join(LAST_OUTPUT_MILLIS);
                end();
                callback.onExit(code);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static TerminalSize sizeIn(Map<String, String> environment) {
        return new TerminalSize(
                number(environment.get(Environment.ENV_COLUMNS)), number(environment.get(Environment.ENV_LINES)));
    }

    private static int number(@Nullable String text) {
        return text != null && text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
    }

    private void refuse(IoOutputStream out, ExitCallback callback, String why) throws IOException {
        out.writeBuffer(new ByteArrayBuffer((why + "\r\n").getBytes(StandardCharsets.UTF_8)))
                .addListener(told -> {
                    end();
                    callback.onExit(CANNOT_START, why);
                });
    }

    private static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void type(InputStream from, OutputStream to) {
        byte[] chunk = new byte[CHUNK];
        try {
            for (int read = from.read(chunk); read >= 0; read = from.read(chunk)) {
                to.write(chunk, 0, read);
                to.flush();
            }
        } catch (IOException ended) {
            LOG.debug("one end of a terminal is gone: {}", ended.toString());
        }
    }

    private static void print(InputStream from, ShellOutput to) {
        byte[] chunk = new byte[CHUNK];
        try {
            for (int read = from.read(chunk); read >= 0; read = from.read(chunk)) {
                to.print(chunk, read);
            }
            to.awaitSent();
        } catch (IOException ended) {
            LOG.debug("one end of a terminal is gone: {}", ended.toString());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void destroy(ChannelSession channel) {
        end();
    }

    private void end() {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
        }
        PtyShell started = shell;
        if (started != null) {
            started.close();
        }
        whenOver.run();
    }
}
