package io.borealis.lab.tunnel;

import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.control.AgentChannel;
import io.borealis.engine.control.AgentLink;
import io.borealis.engine.control.AgentSwitchboard;
import io.borealis.engine.device.CodeTerms;
import io.borealis.engine.device.EnrollResult;
import io.borealis.engine.device.Enrollment;
import io.borealis.engine.device.EnrollmentCodes;
import io.borealis.network.Adapter;
import io.borealis.network.AdapterSettings;
import io.borealis.network.AgentTunnel;
import io.borealis.network.HostNetworkException;
import io.borealis.network.memory.InMemoryHostNetwork;
import io.borealis.protocol.control.CloseReason;
import io.borealis.protocol.control.ControlCodec;
import io.borealis.protocol.control.ControlMessage;
import io.borealis.protocol.control.MalformedMessageException;
import io.borealis.protocol.control.ToAgent;
import io.borealis.protocol.control.ToEngine;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.DeviceKey;
import io.borealis.protocol.device.EnrollmentCode;
import io.borealis.protocol.device.EnrollmentReply;
import io.borealis.protocol.device.EnrollmentRequest;
import io.borealis.protocol.token.RejectedTokenException;
import io.borealis.protocol.token.TokenVerifier;
import io.borealis.protocol.tunnel.WireGuardKeyPair;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An agent that lives beside the Engine: enrolled with a key of its own, it answers on its channel as the protocol wants
 * and raises the tunnel on the network without packets.
 */
final class InsideAgent implements AgentLink, ToAgent.Handler, AutoCloseable {

    private final ControlCodec codec = new ControlCodec();
    private final KeyPair key;
    private final DeviceId id;
    private final TokenVerifier verifier;
    private final AgentChannel channel;
    private final InMemoryHostNetwork network = new InMemoryHostNetwork();
    private final Adapter adapter;
    private final List<ToAgent> heard = new CopyOnWriteArrayList<>();
    private Optional<ToAgent.RaiseTunnel> asked = Optional.empty();
    private Optional<WireGuardKeyPair> tunnelKey = Optional.empty();

    InsideAgent(EnrollmentCodes codes, Enrollment enrollment, AgentSwitchboard switchboard, OperatorSession admin)
            throws GeneralSecurityException, HostNetworkException {
        key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        EnrollmentCode code = codes.create(
                        admin,
                        new CodeTerms(1, Duration.ofHours(1), Optional.of(Duration.ofHours(1)), Optional.empty()))
                .orElseThrow()
                .code();
        DeviceKey deviceKey = DeviceKey.of(key.getPublic());
        String signature = sign(EnrollmentRequest.signingInput(code, deviceKey, "inside", "Windows 11", "1"));
        EnrollResult result = enrollment.request(
                new EnrollmentRequest(code, deviceKey, "inside", "Windows 11", "1", signature), "127.0.0.1");
        EnrollmentReply reply = ((EnrollResult.Accepted) result).reply();
        id = reply.agentId().orElseThrow();
        verifier = new TokenVerifier(
                reply.trust().orElseThrow().tokenKey().toPublicKey(), Clock.systemUTC(), Duration.ofSeconds(5));
        adapter = network.install(AdapterSettings.DEFAULT);
        channel = switchboard.connected(id, this);
        say(new ToEngine.Hello(
                ControlMessage.OLDEST_VERSION,
                ControlMessage.NEWEST_VERSION,
                UUID.randomUUID(),
                "1",
                "inside",
                "Windows 11",
                Optional.empty()));
    }

    DeviceId id() {
        return id;
    }

    <M extends ToAgent> List<M> heard(Class<M> kind) {
        return heard.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private void say(ToEngine message) {
        channel.received(codec.encode(message));
    }

    private String sign(byte[] bytes) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(key.getPrivate());
        signature.update(bytes);
        return Base64.getEncoder().encodeToString(signature.sign());
    }

    @Override
    public void send(String text) {
        try {
            ToAgent message = codec.decodeToAgent(text);
            heard.add(message);
            message.deliverTo(this);
        } catch (MalformedMessageException bad) {
            throw new IllegalStateException("the Engine sends what is not in the protocol", bad);
        }
    }

    @Override
    public void welcome(ToAgent.Welcome message) {
        // nothing to settle: both are of the same build
    }

    @Override
    public void trustEngine(ToAgent.TrustEngine message) {
        // It lives for one test, in which no key is changed: what its enrollment gave is enough
    }

    @Override
    public void cloneSeen(ToAgent.CloneSeen message) {
        throw new IllegalStateException("nobody copied this agent");
    }

    @Override
    public void raiseTunnel(ToAgent.RaiseTunnel message) {
        try {
            verifier.accept(message.token(), id);
            WireGuardKeyPair fresh = WireGuardKeyPair.generate();
            asked = Optional.of(message);
            tunnelKey = Optional.of(fresh);
            byte[] signed = ToEngine.PeerOffered.signingInput(message.token(), fresh.publicKey());
            say(new ToEngine.PeerOffered(message.tunnelId(), message.token(), fresh.publicKey(), sign(signed)));
        } catch (RejectedTokenException | GeneralSecurityException refused) {
            throw new IllegalStateException("the Engine's own token does not verify", refused);
        }
    }

    @Override
    public void peerAdmitted(ToAgent.PeerAdmitted message) {
        ToAgent.RaiseTunnel wanted = asked.orElseThrow();
        try (WireGuardKeyPair pair = tunnelKey.orElseThrow()) {
            adapter.raise(new AgentTunnel(
                    pair.privateKey(),
                    wanted.virtualIp(),
                    wanted.engineKey(),
                    wanted.presharedKey(),
                    wanted.engineIp(),
                    wanted.endpoint(),
                    new HashSet<>(wanted.ports()),
                    0,
                    wanted.mtu()));
        } catch (HostNetworkException failed) {
            throw new IllegalStateException("the simulated adapter does not rise", failed);
        }
    }

    @Override
    public void peerRefused(ToAgent.PeerRefused message) {
        drop();
    }

    @Override
    public void permitPorts(ToAgent.PermitPorts message) {
        try {
            adapter.permit(new HashSet<>(message.ports()));
        } catch (HostNetworkException failed) {
            throw new IllegalStateException("the simulated adapter takes no ports", failed);
        }
    }

    @Override
    public void dropTunnel(ToAgent.DropTunnel message) {
        drop();
    }

    private void drop() {
        try {
            adapter.drop();
        } catch (HostNetworkException failed) {
            throw new IllegalStateException("the simulated adapter does not fall", failed);
        }
    }

    @Override
    public void ping() {
        channel.heard();
    }

    @Override
    public void close(CloseReason reason, String text) {
        channel.closed();
    }

    @Override
    public String localAddress() {
        return "127.0.0.1";
    }

    @Override
    public String remoteAddress() {
        return "127.0.0.1";
    }

    @Override
    public void close() {
        channel.closed();
        drop();
        network.close();
    }
}
