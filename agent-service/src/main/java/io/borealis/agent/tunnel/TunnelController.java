package io.borealis.agent.tunnel;

import io.borealis.agent.control.EngineLink;
import io.borealis.agent.device.DeviceIdentity;
import io.borealis.agent.terminal.Terminal;
import io.borealis.agent.token.RaiseCheck;
import io.borealis.agent.token.TrustedEngine;
import io.borealis.network.AdapterSettings;
import io.borealis.network.HostNetwork;
import io.borealis.network.HostNetworkException;
import io.borealis.network.PeerStatistics;
import io.borealis.protocol.control.ToAgent;
import io.borealis.protocol.control.ToEngine;
import io.borealis.protocol.control.ToEngine.RaiseRefused.Refusal;
import io.borealis.protocol.token.RejectedTokenException;
import io.borealis.protocol.tunnel.TunnelId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Raises and drops the one tunnel of this device as the Engine asks, and drops it by itself when Engine and tunnel are
 * both silent. Every step happens on the tunnel thread, one after the other; callers never wait for a native call.
 */
public final class TunnelController implements ToAgent.Handler {
    private static final Logger LOG = LoggerFactory.getLogger(TunnelController.class);

    private final TunnelThread thread;
    private final TunnelTimes times;
    private final DeviceIdentity identity;
    private final TrustedEngine trust;
    private final RaiseCheck check;
    private final InstalledAdapter adapter;
    private final Terminal terminal;
    private final EngineLink engine;
    private @Nullable RaisingTunnel tunnel;
    private volatile Optional<TunnelId> live = Optional.empty();

    public TunnelController(
            DeviceIdentity identity,
            TrustedEngine trust,
            RaiseCheck check,
            HostNetwork network,
            AdapterSettings adapterSettings,
            Terminal terminal,
            EngineLink engine,
            TunnelTimes times) {
        this.identity = identity;
        this.trust = trust;
        this.check = check;
        this.adapter = new InstalledAdapter(network, adapterSettings);
        this.terminal = terminal;
        this.engine = engine;
        this.times = times;
        this.thread = new TunnelThread(this::failClosed);
    }

    /** Installs the adapter, down, so that the first raise finds it; a failure is told again at that raise. */
    public void start() {
        thread.execute(() -> {
            try {
                LOG.info("adapter installed, driver {}", adapter.get().driverVersion());
            } catch (HostNetworkException failed) {
                LOG.error("the adapter is not installed, the next raise tries again: {}", failed.getMessage());
            }
        });
        thread.every(times.pulse(), this::pulse);
    }

    /** The tunnel that this device holds now, for the Hello of a new channel. */
    public Optional<TunnelId> liveTunnel() {
        return live;
    }

    /** Takes a message over; false when more wait than can be worked off. */
    public boolean accept(ToAgent message) {
        return thread.submitMessage(() -> message.deliverTo(this));
    }

    @Override
    public void welcome(ToAgent.Welcome message) {
        throw new IllegalArgumentException("a welcome belongs to the session");
    }

    @Override
    public void trustEngine(ToAgent.TrustEngine message) {
        engine.send(trust.learn(message));
    }

    @Override
    public void cloneSeen(ToAgent.CloneSeen message) {
        throw new IllegalArgumentException("what is told of a clone belongs to the session");
    }

    @Override
    public void raiseTunnel(ToAgent.RaiseTunnel message) {
        RaisingTunnel present = tunnel;
        if (present != null) {
            message.presharedKey().close();
            if (present.id().equals(message.tunnelId())) {
                LOG.warn("tunnel {} is asked for again while it lives; nothing is done", message.tunnelId());
            } else {
                refuse(message.tunnelId(), Refusal.BUSY, "this device holds tunnel " + present.id() + " already");
            }
            return;
        }
        try {
            check.accept(message);
        } catch (RejectedTokenException rejected) {
            message.presharedKey().close();
            refuse(message.tunnelId(), Refusal.TOKEN_REJECTED, String.valueOf(rejected.getMessage()));
            return;
        }
        RaisingTunnel raising = new RaisingTunnel(message);
        tunnel = raising;
        live = Optional.of(raising.id());
        byte[] statement = ToEngine.PeerOffered.signingInput(raising.token(), raising.publicKey());
        engine.send(
                new ToEngine.PeerOffered(raising.id(), raising.token(), raising.publicKey(), identity.sign(statement)));
        LOG.info("tunnel {} asked for, address {}, key offered", raising.id(), raising.address());
        terminal.prepare(raising.terminalKey());
        thread.after(times.admission(), () -> {
            if (tunnel == raising && !raising.isStanding()) {
                drop("the Engine did not admit the peer within "
                        + times.admission().toSeconds() + " s");
            }
        });
    }

    @Override
    public void peerAdmitted(ToAgent.PeerAdmitted message) {
        RaisingTunnel raising = tunnel;
        if (raising == null || !raising.id().equals(message.tunnelId())) {
            LOG.info("admission to tunnel {} comes too late", message.tunnelId());
            return;
        }
        try {
            if (raising.isStanding()) {
                LOG.info("tunnel {} is admitted anew, it is raised again", raising.id());
                adapter.drop();
                terminal.prepare(raising.terminalKey());
            }
            adapter.get().raise(raising.toRaise());
        } catch (HostNetworkException failed) {
            refuseRaise(raising, String.valueOf(failed.getMessage()));
            return;
        } catch (IllegalArgumentException impossible) {
            refuseRaise(raising, "the Engine asks for an impossible tunnel: " + impossible.getMessage());
            return;
        }
        raising.stands();
        terminal.open(raising.address().toInetAddress());
        awaitHandshake(raising, System.nanoTime());
    }

    private void refuseRaise(RaisingTunnel raising, String detail) {
        takeDown();
        refuse(raising.id(), Refusal.HOST_FAILED, detail);
    }

    private void awaitHandshake(RaisingTunnel raising, long began) {
        if (tunnel != raising || raising.isHandshakeSeen()) {
            return;
        }
        if (lastHandshake().isPresent()) {
            raising.handshakeSeen();
            engine.send(new ToEngine.HandshakeSeen(raising.id()));
            LOG.info("tunnel {} is up", raising.id());
            return;
        }
        thread.after(times.untilNextLook(System.nanoTime() - began), () -> awaitHandshake(raising, began));
    }

    private Optional<Instant> lastHandshake() {
        try {
            return adapter.get().engine().flatMap(PeerStatistics::lastHandshake);
        } catch (HostNetworkException failed) {
            drop("the driver does not answer: " + failed.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void peerRefused(ToAgent.PeerRefused message) {
        if (holds(message.tunnelId())) {
            LOG.warn("tunnel {} is refused by the Engine: {}", message.tunnelId(), message.reason());
            takeDown();
        }
    }

    @Override
    public void permitPorts(ToAgent.PermitPorts message) {
        RaisingTunnel present = tunnel;
        if (present == null || !present.id().equals(message.tunnelId())) {
            LOG.info("ports for tunnel {}, which is not held here", message.tunnelId());
            return;
        }
        var ports = present.permit(message.ports());
        try {
            if (present.isStanding()) {
                adapter.get().permit(ports);
                LOG.info("tunnel {} permits {}", message.tunnelId(), ports);
            }
        } catch (HostNetworkException failed) {
            drop("the ports could not be set: " + failed.getMessage());
        }
    }

    @Override
    public void dropTunnel(ToAgent.DropTunnel message) {
        if (holds(message.tunnelId())) {
            drop("the Engine ended it: " + message.reason().wireName());
        } else {
            engine.send(new ToEngine.TunnelDropped(message.tunnelId(), "this device holds no such tunnel"));
        }
    }

    private boolean holds(TunnelId id) {
        RaisingTunnel present = tunnel;
        return present != null && present.id().equals(id);
    }

    private void pulse() {
        RaisingTunnel present = tunnel;
        if (present == null || !present.isStanding()) {
            return;
        }
        present.observe(engine.isConnected(), lastHandshake());
        if (tunnel == present && present.nanosSinceLife() > times.silence().toNanos()) {
            drop("neither Engine nor handshake for " + times.silence().toSeconds() + " s");
        } else if (tunnel == present && present.mustSearch(times.search())) {
            search(present);
        }
    }

    // Its name may lead elsewhere by now; a failure changes nothing, the silence alone ends a tunnel
    private void search(RaisingTunnel present) {
        try {
            boolean moved = adapter.get().findEngine();
            LOG.info(
                    "tunnel {} has no new handshake; the Engine's name {}",
                    present.id(),
                    moved ? "leads elsewhere now, and the tunnel with it" : "leads where it did");
        } catch (HostNetworkException failed) {
            LOG.warn("tunnel {} has no new handshake: {}", present.id(), failed.getMessage());
        }
    }

    private void refuse(TunnelId id, Refusal refusal, String detail) {
        LOG.warn("tunnel {} is not raised, {}: {}", id, refusal.wireName(), detail);
        engine.send(new ToEngine.RaiseRefused(id, refusal, detail));
    }

    private void drop(String why) {
        RaisingTunnel present = tunnel;
        if (present != null) {
            takeDown();
            engine.send(new ToEngine.TunnelDropped(present.id(), why));
            LOG.info("tunnel {} dropped: {}", present.id(), why);
        }
    }

    private void takeDown() {
        RaisingTunnel present = tunnel;
        if (present == null) {
            return;
        }
        tunnel = null;
        live = Optional.empty();
        terminal.close();
        present.close();
        try {
            adapter.drop();
        } catch (HostNetworkException failed) {
            LOG.error("the adapter did not go down as it should: {}", failed.getMessage());
        }
    }

    private void failClosed(RuntimeException bug) {
        LOG.error("unexpected failure on the tunnel thread; a tunnel is dropped", bug);
        drop("the agent failed unexpectedly: " + bug);
    }

    /** Drops the tunnel, tells the Engine, and removes the adapter; false when it took longer than given. */
    public boolean stop(Duration atMost) throws InterruptedException {
        return thread.finish(
                () -> {
                    drop("the agent stops");
                    try {
                        adapter.remove();
                    } catch (HostNetworkException failed) {
                        LOG.error("the adapter was not removed: {}", failed.getMessage());
                    }
                },
                atMost);
    }
}
