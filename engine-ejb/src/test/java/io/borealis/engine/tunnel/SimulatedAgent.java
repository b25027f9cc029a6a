package io.borealis.engine.tunnel;

import io.borealis.engine.TestAgent;
import io.borealis.engine.control.AgentChannel;
import io.borealis.engine.control.AgentLink;
import io.borealis.protocol.control.CloseReason;
import io.borealis.protocol.control.ControlCodec;
import io.borealis.protocol.control.MalformedMessageException;
import io.borealis.protocol.control.ToAgent;
import io.borealis.protocol.control.ToEngine;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.DeviceKey;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.WireGuardKey;
import io.borealis.protocol.tunnel.WireGuardKeyPair;
import java.security.KeyPair;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** An agent that says what a real one says, with a real device key and without an adapter. Thread-safe. */
final class SimulatedAgent implements ToAgent.Handler {
    private static final ControlCodec CODEC = new ControlCodec();

    private final Fleet fleet;
    private final DeviceId id = DeviceId.random();
    private final KeyPair deviceKey = TestAgent.newKeyPair();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private UUID run = UUID.randomUUID();
    private @Nullable Line line;
    private Optional<TunnelId> held = Optional.empty();
    private Optional<WireGuardKey> key = Optional.empty();

    /** Whether it answers when it is asked for a tunnel. */
    volatile boolean answers = true;

    /** Whether its packets arrive. */
    volatile boolean reachable = true;

    SimulatedAgent(Fleet fleet) {
        this.fleet = fleet;
    }

    DeviceId id() {
        return id;
    }

    DeviceKey deviceKey() {
        return DeviceKey.of(deviceKey.getPublic());
    }

    synchronized Optional<WireGuardKey> key() {
        return key;
    }

    /** What the Engine found wrong with the Engine. */
    List<String> complaints() {
        return complaints;
    }

    /** Its channel is opened, anew where one stood. */
    void connect() {
        lose();
        sayHello();
    }

    private synchronized void sayHello() {
        Line fresh = new Line();
        line = fresh;
        fresh.open();
    }

    void lose() {
        Line open;
        synchronized (this) {
            open = line;
            line = null;
        }
        if (open != null) {
            open.close();
        }
    }

    void crash() {
        lose();
        synchronized (this) {
            held = Optional.empty();
            run = UUID.randomUUID();
        }
    }

    private synchronized void say(ToEngine message) {
        if (line != null) {
            line.say(message);
        }
    }

    @Override
    public void welcome(ToAgent.Welcome message) {
        if (line != null) {
            line.welcomed = true;
        }
    }

    @Override
    public void trustEngine(ToAgent.TrustEngine message) {
        complaints.add("a version that learns no keys was told keys");
    }

    @Override
    public void cloneSeen(ToAgent.CloneSeen message) {
        complaints.add("a version that learns of no clones was told of one");
    }

    @Override
    public synchronized void raiseTunnel(ToAgent.RaiseTunnel asked) {
        if (held.isPresent()) {
            say(new ToEngine.RaiseRefused(asked.tunnelId(), ToEngine.RaiseRefused.Refusal.BUSY, "it holds another"));
            return;
        }
        if (!answers) {
            return;
        }
        held = Optional.of(asked.tunnelId());
        WireGuardKey fresh = WireGuardKeyPair.generate().publicKey();
        key = Optional.of(fresh);
        byte[] statement = ToEngine.PeerOffered.signingInput(asked.token(), fresh);
        say(new ToEngine.PeerOffered(
                asked.tunnelId(), asked.token(), fresh, TestAgent.sign(deviceKey.getPrivate(), statement)));
    }

    @Override
    public synchronized void peerAdmitted(ToAgent.PeerAdmitted message) {
        if (held.equals(Optional.of(message.tunnelId())) && reachable) {
            fleet.host().shake(key.orElseThrow(), fleet.clock().instant());
            say(new ToEngine.HandshakeSeen(message.tunnelId()));
        }
    }

    @Override
    public void peerRefused(ToAgent.PeerRefused message) {
        drop(message.tunnelId());
    }

    @Override
    public void permitPorts(ToAgent.PermitPorts message) {
        // its own filters are not what is looked at here
    }

    @Override
    public void dropTunnel(ToAgent.DropTunnel message) {
        drop(message.tunnelId());
        say(new ToEngine.TunnelDropped(message.tunnelId(), "the Engine said so"));
    }

    private synchronized void drop(TunnelId tunnel) {
        if (held.equals(Optional.of(tunnel))) {
            held = Optional.empty();
        }
    }

    /** One connection. What arrives on one that the agent has given up is lost; nothing is said on it before its welcome. */
    private final class Line implements AgentLink {
        private @Nullable AgentChannel channel;
        private boolean welcomed;

        void open() {
            AgentChannel opened = fleet.engine().switchboard().connected(id, this);
            channel = opened;
            opened.received(CODEC.encode(new ToEngine.Hello(1, 1, run, "0.1", "pc", "Windows 11", held)));
        }

        // Without the agent's lock: the Engine may be telling it something meanwhile
        void close() {
            AgentChannel open;
            synchronized (SimulatedAgent.this) {
                open = channel;
            }
            if (open != null) {
                open.closed();
            }
        }

        void say(ToEngine message) {
            if (welcomed && channel != null) {
                channel.received(CODEC.encode(message));
            }
        }

        @Override
        public void send(String text) {
            synchronized (SimulatedAgent.this) {
                if (line == this) {
                    deliver(text);
                }
            }
        }

        private void deliver(String text) {
            try {
                CODEC.decodeToAgent(text).deliverTo(SimulatedAgent.this);
            } catch (MalformedMessageException malformed) {
                complaints.add("the Engine said what nobody understands: " + malformed.getMessage());
            }
        }

        @Override
        public void ping() {
            synchronized (SimulatedAgent.this) {
                if (line == this && channel != null) {
                    channel.heard();
                }
            }
        }

        @Override
        public void close(CloseReason reason, String text) {
            if (reason == CloseReason.FAILED || reason == CloseReason.MALFORMED_MESSAGE) {
                complaints.add(reason + ": " + text);
            }
        }

        @Override
        public String localAddress() {
            return "127.0.0.1";
        }

        @Override
        public String remoteAddress() {
            return "192.0.2.9";
        }
    }
}
