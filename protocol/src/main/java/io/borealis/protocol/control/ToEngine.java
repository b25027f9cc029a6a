package io.borealis.protocol.control;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import io.borealis.protocol.Text;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.WireGuardKey;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** What one agent says to the Engine; who it is comes from the channel, never from the message. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ToEngine.Hello.class, name = "hello"),
    @JsonSubTypes.Type(value = ToEngine.TrustKept.class, name = "trust_kept"),
    @JsonSubTypes.Type(value = ToEngine.TrustRefused.class, name = "trust_refused"),
    @JsonSubTypes.Type(value = ToEngine.PeerOffered.class, name = "peer_offered"),
    @JsonSubTypes.Type(value = ToEngine.RaiseRefused.class, name = "raise_refused"),
    @JsonSubTypes.Type(value = ToEngine.HandshakeSeen.class, name = "handshake_seen"),
    @JsonSubTypes.Type(value = ToEngine.TunnelDropped.class, name = "tunnel_dropped"),
})
public sealed interface ToEngine extends ControlMessage {

    /** Hands the message to the one method that handles its kind. */
    void deliverTo(Handler handler);

    /** A new message does not compile until every handler handles it. */
    interface Handler {
        void hello(Hello message);

        void trustKept(TrustKept message);

        void trustRefused(TrustRefused message);

        void peerOffered(PeerOffered message);

        void raiseRefused(RaiseRefused message);

        void handshakeSeen(HandshakeSeen message);

        void tunnelDropped(TunnelDropped message);
    }

    /**
     * First message of an agent.
     *
     * @param oldestProtocol oldest version that the agent speaks
     * @param newestProtocol newest version that the agent speaks
     * @param agentRun made by chance at each start of the agent: another one than before says that whatever the agent had
     *     in hand is lost
     * @param liveTunnel the tunnel that the agent still holds, after a lost channel; the Engine confirms or drops it
     */
    record Hello(
            int oldestProtocol,
            int newestProtocol,
            UUID agentRun,
            String agentVersion,
            String hostname,
            String os,
            Optional<TunnelId> liveTunnel)
            implements ToEngine {
        @Override
        public void deliverTo(Handler handler) {
            handler.hello(this);
        }
    }

    /**
     * The agent keeps what {@link ToAgent.TrustEngine} stated, and has it after a restart too.
     *
     * @param trustId {@link io.borealis.protocol.token.TrustStatement#id} of what it keeps
     */
    record TrustKept(String trustId) implements ToEngine {
        @Override
        public void deliverTo(Handler handler) {
            handler.trustKept(this);
        }
    }

    /**
     * The agent goes on to trust what it trusted.
     *
     * @param detail one sentence why
     */
    record TrustRefused(String detail) implements ToEngine {

        public TrustRefused {
            detail = Text.readable(detail);
        }

        @Override
        public void deliverTo(Handler handler) {
            handler.trustRefused(this);
        }
    }

    /**
     * The agent verified the token, made its key pair and asks to be added as a peer.
     *
     * @param token the orchestration token that it was sent
     * @param publicKey the fresh WireGuard public key of this tunnel
     * @param signature Base64 of the device key's Ed25519 signature over {@link #signingInput}
     */
    record PeerOffered(TunnelId tunnelId, String token, WireGuardKey publicKey, String signature) implements ToEngine {

        /** The bytes that the device key signs: token and public key, so neither can be exchanged. */
        public static byte[] signingInput(String token, WireGuardKey publicKey) {
            return ("borealis-peer-v1\n" + token + "\n" + publicKey.toBase64()).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void deliverTo(Handler handler) {
            handler.peerOffered(this);
        }

        /** Without the token: it is a credential until it was used. */
        @Override
        public String toString() {
            return "PeerOffered[" + tunnelId + ", " + publicKey + "]";
        }
    }

    /**
     * The agent does not raise the tunnel, or could not.
     *
     * @param detail one sentence with step and code, for the operator
     */
    record RaiseRefused(TunnelId tunnelId, Refusal refusal, String detail) implements ToEngine {

        public RaiseRefused {
            // Words of a foreign system: an agent never says what an Engine would refuse
            detail = Text.readable(detail);
        }

        /** Why an agent does not raise a tunnel. */
        public enum Refusal {
            /** The orchestration token did not verify. */
            TOKEN_REJECTED,
            /** Another tunnel lives on this device. */
            BUSY,
            /** A native step failed. */
            HOST_FAILED;

            @JsonValue
            public String wireName() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        @Override
        public void deliverTo(Handler handler) {
            handler.raiseRefused(this);
        }
    }

    /** The agent's driver reports a handshake; a hint only, the Engine looks at its own driver. */
    record HandshakeSeen(TunnelId tunnelId) implements ToEngine {
        @Override
        public void deliverTo(Handler handler) {
            handler.handshakeSeen(this);
        }
    }

    /**
     * The tunnel is gone on the device.
     *
     * @param detail one sentence why
     */
    record TunnelDropped(TunnelId tunnelId, String detail) implements ToEngine {

        public TunnelDropped {
            detail = Text.readable(detail);
        }

        @Override
        public void deliverTo(Handler handler) {
            handler.tunnelDropped(this);
        }
    }
}
