package io.borealis.engine.terminal;

import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.access.OperatorSessions;
import io.borealis.engine.access.Reach;
import io.borealis.engine.access.RightsListener;
import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.engine.token.TunnelSecrets;
import io.borealis.engine.tunnel.TunnelUse;
import io.borealis.engine.tunnel.host.TunnelListener;
import io.borealis.persistence.Database;
import io.borealis.persistence.UnitOfWork;
import io.borealis.persistence.access.SessionEnd;
import io.borealis.persistence.device.Device;
import io.borealis.persistence.tunnel.Tunnel;
import io.borealis.protocol.control.CloseReason;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.DeviceKey;
import io.borealis.protocol.terminal.TerminalSize;
import io.borealis.protocol.tunnel.EndReason;
import io.borealis.protocol.tunnel.TunnelAddress;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.TunnelStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.sshd.client.channel.ChannelShell;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.channel.PtyChannelConfiguration;
import org.apache.sshd.common.channel.StreamingChannel;

/**
 * Opens terminals inside tunnels, and ends them with what they stand on: the tunnel, the operator's lease in it, his
 * session. Thread-safe.
 */
public final class Terminals implements TunnelListener, RightsListener, AutoCloseable {
    /** No tunnel carries more terminals at once. */
    public static final int MOST_PER_TUNNEL = 16;

    private static final Duration SHELL_TIME = Duration.ofSeconds(10);
    private static final String LEASE_ENDED = "this session left the tunnel";

    private final Database database;
    private final OperatorSessions sessions;
    private final TunnelSecrets secrets;
    private final TunnelUse use;
    private final ActivityLog activity;
    private final ExecutorService threads;
    private final SshDevices devices;
    private final OpenTerminals open = new OpenTerminals(MOST_PER_TUNNEL);
    private volatile boolean stopping;

    public Terminals(
            Database database,
            OperatorSessions sessions,
            TunnelSecrets secrets,
            TunnelUse use,
            ActivityLog activity,
            ExecutorService threads,
            ScheduledExecutorService scheduler) {
        this.database = database;
        this.sessions = sessions;
        this.secrets = secrets;
        this.use = use;
        this.activity = activity;
        this.threads = threads;
        this.devices = new SshDevices(threads, scheduler);
    }

    private record Target(DeviceId device, DeviceKey key, TunnelAddress address) {}

    /** What an operator session stands on in a tunnel at one moment. */
    private record Standing(Optional<Target> target, boolean shared) {}

    /**
     * Starts a shell on the tunnel's device. Waits for SSH, so not for a thread that must not wait; the screen may be
     * called before this returns.
     */
    public TerminalResult open(OperatorSession operator, TunnelId tunnel, TerminalSize size, TerminalScreen screen) {
        Standing standing = ask(operator, tunnel);
        if (standing.target().isEmpty()) {
            return new TerminalResult.NoTunnel(tunnel);
        }
        if (!standing.shared()) {
            return new TerminalResult.NotYours(tunnel);
        }
        if (!open.reserve(tunnel)) {
            return new TerminalResult.TooMany(MOST_PER_TUNNEL);
        }
        ActivityEntry entry = ActivityEntry.of(ActivityEvent.TERMINAL_OPENED)
                .on(standing.target().get().device())
                .in(tunnel)
                .by(operator.username(), operator.remoteAddress());
        try {
            return opened(operator, entry, standing.target().get(), tunnel, size, screen);
        } catch (IOException failed) {
            open.release(tunnel);
            String why = "the device's terminal could not be opened: " + failed.getMessage();
            activity.write(as(ActivityEvent.TERMINAL_REFUSED, entry).because(why));
            return new TerminalResult.Failed(why);
        }
    }

    private Standing ask(OperatorSession operator, TunnelId tunnel) {
        return database.read(work -> new Standing(
                target(work, operator, tunnel),
                sessions.isLive(operator.sessionId())
                        && work.tunnels().lease(tunnel, operator.sessionId()).isPresent()));
    }

    private static Optional<Target> target(UnitOfWork work, OperatorSession operator, TunnelId id) {
        Optional<Tunnel> tunnel =
                Reach.of(work, operator).liveTunnel(id).filter(live -> live.status() == TunnelStatus.UP);
        return tunnel.flatMap(live -> work.devices()
                .find(live.device())
                .map((Device device) -> new Target(device.id(), device.key(), live.virtualIp())));
    }

    private TerminalResult opened(
            OperatorSession operator,
            ActivityEntry entry,
            Target target,
            TunnelId tunnel,
            TerminalSize size,
            TerminalScreen screen)
            throws IOException {
        ClientSession session = devices.connect(target.address(), target.key(), secrets.terminalKey(tunnel));
        try {
            // Connecting takes seconds: no shell starts for whoever lost his right meanwhile
            Standing standing = ask(operator, tunnel);
            if (!standing.shared()) {
                session.close(true);
                open.release(tunnel);
                return standing.target().isEmpty()
                        ? new TerminalResult.NoTunnel(tunnel)
                        : new TerminalResult.NotYours(tunnel);
            }
            PtyChannelConfiguration pty = new PtyChannelConfiguration();
            pty.setPtyType("xterm-256color");
            pty.setPtyColumns(size.columns());
            pty.setPtyLines(size.rows());
            ChannelShell shell = session.createShellChannel(pty, Map.of());
            shell.setStreaming(StreamingChannel.Streaming.Async);
            shell.setRedirectErrorStream(true);
            shell.open().verify(SHELL_TIME);
            Terminal terminal = new Terminal(
                    operator, session, shell, screen, () -> used(tunnel, operator), done -> ended(entry, tunnel, done));
            open.add(tunnel, terminal);
            activity.write(entry.because("terminal " + terminal.id()));
            terminal.start();
            endIfRightEnded(tunnel, terminal);
            return new TerminalResult.Opened(terminal);
        } catch (IOException refused) {
            session.close(true);
            throw refused;
        }
    }

    private void used(TunnelId tunnel, OperatorSession operator) {
        use.touch(tunnel);
        sessions.seen(operator.sessionId());
    }

    // The right may have ended after it was asked and before the terminal could be told
    private void endIfRightEnded(TunnelId tunnel, Terminal terminal) {
        Standing standing = ask(terminal.operator(), tunnel);
        if (standing.shared()) {
            return;
        }
        terminal.mute();
        if (standing.target().isEmpty()) {
            terminal.end(CloseReason.TUNNEL_ENDED, "the tunnel ended");
        } else {
            terminal.end(CloseReason.LEASE_ENDED, LEASE_ENDED);
        }
    }

    private void ended(ActivityEntry entry, TunnelId tunnel, Terminal terminal) {
        open.remove(tunnel, terminal);
        String exit = terminal.exitCode().isPresent()
                ? ", exit code " + terminal.exitCode().getAsInt()
                : "";
        String why =
                exit.isEmpty() ? terminal.endText().map(text -> ", " + text).orElse("") : exit;
        ActivityEntry end = as(ActivityEvent.TERMINAL_ENDED, entry).because("terminal " + terminal.id() + why);
        if (stopping) {
            activity.writeOrLater(end);
        } else {
            // The connection's own thread must not wait for a database
            threads.execute(() -> activity.writeOrLater(end));
        }
    }

    private static ActivityEntry as(ActivityEvent event, ActivityEntry entry) {
        return new ActivityEntry(
                event, entry.device(), entry.tunnel(), entry.username(), entry.remoteAddress(), entry.detail());
    }

    @Override
    public void ended(TunnelId tunnel, EndReason reason) {
        end(open.of(tunnel), CloseReason.TUNNEL_ENDED, reason.wireName());
    }

    @Override
    public void leaseEnded(TunnelId tunnel, String sessionId) {
        end(ofSession(open.of(tunnel), sessionId), CloseReason.LEASE_ENDED, LEASE_ENDED);
    }

    @Override
    public void sessionEnded(String sessionId, SessionEnd reason) {
        end(
                ofSession(open.all(), sessionId),
                CloseReason.UNAUTHORIZED,
                "the operator session ended: " + reason.wireName());
    }

    private static List<Terminal> ofSession(List<Terminal> terminals, String sessionId) {
        return terminals.stream()
                .filter(terminal -> terminal.operator().sessionId().equals(sessionId))
                .toList();
    }

    // Nothing more is typed from this very moment; saying goodbye may wait for the screen
    private void end(List<Terminal> orphans, CloseReason reason, String text) {
        orphans.forEach(Terminal::mute);
        orphans.forEach(terminal -> threads.execute(() -> terminal.end(reason, text)));
    }

    /** Ends every terminal and writes that down before it returns. */
    @Override
    public void close() {
        stopping = true;
        open.all().forEach(terminal -> terminal.end(CloseReason.TUNNEL_ENDED, EndReason.ENGINE_STOP.wireName()));
        devices.close();
    }
}
