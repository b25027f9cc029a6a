package io.borealis.engine.terminal;

import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.access.OperatorSessions;
import io.borealis.engine.access.Reach;
import io.borealis.persistence.Database;
import io.borealis.persistence.UnitOfWork;
import io.borealis.persistence.device.Device;
import io.borealis.persistence.tunnel.Tunnel;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.DeviceKey;
import io.borealis.protocol.tunnel.TunnelAddress;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.TunnelStatus;
import java.time.Instant;
import java.util.Optional;

/** What a terminal stands on: a tunnel that is up, the operator's reach, his session and its lease. Thread-safe. */
final class TerminalRights {
    private final Database database;
    private final OperatorSessions sessions;

    TerminalRights(Database database, OperatorSessions sessions) {
        this.database = database;
        this.sessions = sessions;
    }

    /**
     * Where the shell is.
     *
     * @param openedAt when its tunnel was opened, which decides about the secret behind its keys
     */
    record Target(DeviceId device, DeviceKey key, TunnelAddress address, Instant openedAt) {}

    /**
     * What an operator session stands on in a tunnel at one moment.
     *
     * @param target empty when there is no such tunnel for him, or it is not up
     * @param shared whether the session lives and shares the tunnel
     */
    record Standing(Optional<Target> target, boolean shared) {}

    Standing ask(OperatorSession operator, TunnelId tunnel) {
        return database.read(work -> new Standing(
                target(work, operator, tunnel),
                sessions.isLive(operator.sessionId())
                        && work.tunnels().lease(tunnel, operator.sessionId()).isPresent()));
    }

    /** Where a shell could be, whoever asks for it; empty when there is no such tunnel, or it is not up. */
    Optional<Target> target(TunnelId tunnel) {
        return database.read(work -> target(work, work.tunnels().findLive(tunnel)));
    }

    private static Optional<Target> target(UnitOfWork work, OperatorSession operator, TunnelId id) {
        return target(work, Reach.of(work, operator).liveTunnel(id));
    }

    private static Optional<Target> target(UnitOfWork work, Optional<Tunnel> tunnel) {
        return tunnel.filter(live -> live.status() == TunnelStatus.UP).flatMap(live -> work.devices()
                .find(live.device())
                .map((Device device) -> new Target(device.id(), device.key(), live.virtualIp(), live.openedAt())));
    }

    /** What somebody may who is not to open a terminal: whether there is the tunnel for him, and he shares it. */
    enum Footing {
        NO_TUNNEL,
        NOT_YOURS,
        SHARES
    }

    Footing footing(OperatorSession operator, TunnelId tunnel) {
        return database.read(work -> {
            if (Reach.of(work, operator).liveTunnel(tunnel).isEmpty()) {
                return Footing.NO_TUNNEL;
            }
            boolean shares = sessions.isLive(operator.sessionId())
                    && work.tunnels().lease(tunnel, operator.sessionId()).isPresent();
            return shares ? Footing.SHARES : Footing.NOT_YOURS;
        });
    }

    /** Whether this person shares the tunnel by another operator session than this one. */
    boolean sharesBeside(String sessionId, String username, TunnelId tunnel) {
        return database.read(work -> work.tunnels().leases(tunnel).stream()
                .anyMatch(lease ->
                        lease.username().equals(username) && !lease.sessionId().equals(sessionId)));
    }
}
