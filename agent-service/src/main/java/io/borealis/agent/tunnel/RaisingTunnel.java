package io.borealis.agent.tunnel;

import io.borealis.network.AgentTunnel;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.control.ToAgent.RaiseTunnel;
import io.borealis.protocol.device.DeviceKey;
import io.borealis.protocol.terminal.TerminalPort;
import io.borealis.protocol.tunnel.TunnelAddress;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.WireGuardKey;
import io.borealis.protocol.tunnel.WireGuardKeyPair;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The tunnel of this device from its raise to its drop: its fresh keys, and how far it came. The keys are kept until the
 * drop, because an Engine that was restarted needs a new handshake with the same ones. Belongs to the controller's
 * thread. {@link #close} wipes the keys.
 */
final class RaisingTunnel implements AutoCloseable {

    // keeps the mapping of a NAT open, and the handshakes going that show the tunnel to be alive
    private static final int KEEPALIVE_SECONDS = 25;

    private final RaiseTunnel asked;
    private final WireGuardKeyPair keys = WireGuardKeyPair.generate();
    private Set<PortRule> ports;
    private boolean standing;
    private boolean handshakeSeen;
    private long lastLife = System.nanoTime();
    private Optional<Instant> lastHandshake = Optional.empty();
    private long lastProof = System.nanoTime();

    RaisingTunnel(RaiseTunnel asked) {
        this.asked = asked;
        this.ports = withTerminal(asked.ports());
    }

    private static Set<PortRule> withTerminal(Collection<PortRule> ports) {
        Set<PortRule> all = new HashSet<>(ports);
        all.add(TerminalPort.RULE);
        return all;
    }

    TunnelId id() {
        return asked.tunnelId();
    }

    String token() {
        return asked.token();
    }

    WireGuardKey publicKey() {
        return keys.publicKey();
    }

    TunnelAddress address() {
        return asked.virtualIp();
    }

    DeviceKey terminalKey() {
        return asked.terminalKey();
    }

    /** @throws IllegalArgumentException when the Engine asked for values that no adapter can have */
    AgentTunnel toRaise() {
        return new AgentTunnel(
                keys.privateKey(),
                asked.virtualIp(),
                asked.engineKey(),
                asked.presharedKey(),
                asked.engineIp(),
                asked.endpoint(),
                ports,
                KEEPALIVE_SECONDS,
                asked.mtu());
    }

    /** Remembers the ports, the terminal's among them. */
    Set<PortRule> permit(Collection<PortRule> rules) {
        ports = withTerminal(rules);
        return ports;
    }

    boolean isStanding() {
        return standing;
    }

    /** Raised, for the first time or again: a handshake is awaited. */
    void stands() {
        standing = true;
        handshakeSeen = false;
        lastLife = System.nanoTime();
        lastProof = lastLife;
    }

    boolean isHandshakeSeen() {
        return handshakeSeen;
    }

    void handshakeSeen() {
        handshakeSeen = true;
    }

    /** Takes note of a sign of life: a channel that stands, or a handshake that is newer than the last one. */
    void observe(boolean connected, Optional<Instant> handshake) {
        boolean shaken = !handshake.equals(lastHandshake);
        lastHandshake = handshake;
        if (shaken) {
            lastProof = System.nanoTime();
        }
        if (connected || shaken) {
            lastLife = System.nanoTime();
        }
    }

    /** Whether handshakes stopped so that the Engine must be looked for; not again before the time between two searches. */
    boolean mustSearch(TunnelTimes.Search search) {
        long now = System.nanoTime();
        if (now - lastProof < search.after().toNanos()) {
            return false;
        }
        lastProof = now - search.after().toNanos() + search.every().toNanos();
        return true;
    }

    long nanosSinceLife() {
        return System.nanoTime() - lastLife;
    }

    @Override
    public void close() {
        keys.close();
        asked.presharedKey().close();
    }
}
