package io.borealis.protocol.control;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.device.DeviceKey;
import io.borealis.protocol.tunnel.EndReason;
import io.borealis.protocol.tunnel.Endpoint;
import io.borealis.protocol.tunnel.TunnelAddress;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.WireGuardKey;
import io.borealis.protocol.tunnel.WireGuardSecret;
import java.time.Instant;
import java.util.List;

/** What the Engine says to one agent. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ToAgent.Welcome.class, name = "welcome"),
    @JsonSubTypes.Type(value = ToAgent.TrustEngine.class, name = "trust_engine"),
    @JsonSubTypes.Type(value = ToAgent.RaiseTunnel.class, name = "raise_tunnel"),
    @JsonSubTypes.Type(value = ToAgent.PeerAdmitted.class, name = "peer_admitted"),
    @JsonSubTypes.Type(value = ToAgent.PeerRefused.class, name = "peer_refused"),
    @JsonSubTypes.Type(value = ToAgent.PermitPorts.class, name = "permit_ports"),
    @JsonSubTypes.Type(value = ToAgent.DropTunnel.class, name = "drop_tunnel"),
    @JsonSubTypes.Type(value = ToAgent.CloneSeen.class, name = "clone_seen"),
})
public sealed interface ToAgent extends ControlMessage {

    /** Hands the message to the one method that handles its kind. */
    void deliverTo(Handler handler);

    /** A new message does not compile until every handler handles it. */
    interface Handler {
        void welcome(Welcome message);

        void trustEngine(TrustEngine message);

        void raiseTunnel(RaiseTunnel message);

        void peerAdmitted(PeerAdmitted message);

        void peerRefused(PeerRefused message);

        void permitPorts(PermitPorts message);

        void dropTunnel(DropTunnel message);

        void cloneSeen(CloneSeen message);
    }

    /**
     * First answer to {@link ToEngine.Hello}; said again, before anything else, when the Engine's clock was set.
     *
     * @param protocol the version both speak from now on
     * @param engineTime the Engine's clock, so that token times are judged by it
     */
    record Welcome(int protocol, Instant engineTime) implements ToAgent {
        @Override
        public void deliverTo(Handler handler) {
            handler.welcome(this);
        }
    }

    /**
     * What of the Engine the agent is to trust from now on; not said before {@link ControlMessage#TRUST_VERSION}. The channel
     * alone is no reason to: the statement must be signed by a key that the agent trusts already. Answered by
     * {@link ToEngine.TrustKept} or {@link ToEngine.TrustRefused}.
     *
     * @param statements compact forms of one {@link io.borealis.protocol.token.TrustStatement}, signed by each of the Engine's
     *     keys that is good now
     */
    record TrustEngine(List<String> statements) implements ToAgent {
        public TrustEngine {
            statements = List.copyOf(statements);
        }

        @Override
        public void deliverTo(Handler handler) {
            handler.trustEngine(this);
        }

        /** Without the statements: they are signed. */
        @Override
        public String toString() {
            return "TrustEngine[" + statements.size() + "]";
        }
    }

    /**
     * Asks the agent to raise a tunnel. Everything that the token binds is repeated here and must agree with it.
     *
     * @param token the orchestration token, compact form
     * @param endpoint where the Engine listens
     * @param engineKey the Engine's WireGuard public key
     * @param presharedKey per tunnel
     * @param virtualIp the agent's /32
     * @param engineIp the Engine's address inside the tunnel, the only one that the agent may talk to
     * @param idleSeconds how long the tunnel lives without operator activity
     * @param mtu of the adapter, in bytes
     * @param ports what the Engine may reach; the terminal's port is added by the agent itself
     * @param terminalKey the Engine's SSH public key for this tunnel's terminal
     */
    record RaiseTunnel(
            TunnelId tunnelId,
            String token,
            Endpoint endpoint,
            WireGuardKey engineKey,
            WireGuardSecret presharedKey,
            TunnelAddress virtualIp,
            TunnelAddress engineIp,
            int idleSeconds,
            int mtu,
            List<PortRule> ports,
            DeviceKey terminalKey)
            implements ToAgent {
        public RaiseTunnel {
            ports = List.copyOf(ports);
        }

        @Override
        public void deliverTo(Handler handler) {
            handler.raiseTunnel(this);
        }

        /** Without the token: it is a credential until it was used. */
        @Override
        public String toString() {
            return "RaiseTunnel[" + tunnelId + ", " + endpoint + ", " + virtualIp + ", " + ports + "]";
        }
    }

    /**
     * The Engine knows the peer: the agent may send its first handshake now. For a tunnel that stands already it says
     * that the peer was admitted anew, without the session of before: the agent shakes hands again.
     */
    record PeerAdmitted(TunnelId tunnelId) implements ToAgent {
        @Override
        public void deliverTo(Handler handler) {
            handler.peerAdmitted(this);
        }
    }

    /**
     * The Engine did not add the peer; nothing of the tunnel stays.
     *
     * @param reason one sentence for the agent's log
     */
    record PeerRefused(TunnelId tunnelId, String reason) implements ToAgent {
        @Override
        public void deliverTo(Handler handler) {
            handler.peerRefused(this);
        }
    }

    /** The ports that the Engine may reach from now on; replaces the earlier list and cuts what is no longer in it. */
    record PermitPorts(TunnelId tunnelId, List<PortRule> ports) implements ToAgent {
        public PermitPorts {
            ports = List.copyOf(ports);
        }

        @Override
        public void deliverTo(Handler handler) {
            handler.permitPorts(this);
        }
    }

    /** The tunnel ended at the Engine: peer and permits are gone there; drop it here. */
    record DropTunnel(TunnelId tunnelId, EndReason reason) implements ToAgent {
        @Override
        public void deliverTo(Handler handler) {
            handler.dropTunnel(this);
        }
    }

    /**
     * Another machine showed the key of this device and was turned away; not said before
     * {@link ControlMessage#CLONE_VERSION}, and seldom, however often it tries.
     *
     * @param remoteAddress from where the Engine saw it
     */
    record CloneSeen(String remoteAddress) implements ToAgent {
        @Override
        public void deliverTo(Handler handler) {
            handler.cloneSeen(this);
        }
    }
}
