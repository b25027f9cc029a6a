package io.borealis.lab.token;

import static org.awaitility.Awaitility.await;

import io.borealis.lab.engine.EngineClient;
import io.borealis.lab.engine.EngineReply;
import io.borealis.lab.engine.Outbox;
import io.borealis.protocol.control.ControlCodec;
import io.borealis.protocol.control.MalformedMessageException;
import io.borealis.protocol.control.ToAgent;
import io.borealis.protocol.control.ToEngine;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.DeviceKey;
import io.borealis.protocol.device.EnrollmentCode;
import io.borealis.protocol.device.EnrollmentRequest;
import io.borealis.protocol.token.ClientAssertion;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.WireGuardKey;
import java.net.http.WebSocket;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A device that was properly enrolled and then says on its control channel exactly what a test tells it to. It has no
 * adapter: it never sends a handshake.
 */
public final class ScriptedAgent implements AutoCloseable {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String VERSION = "scripted";

    private final ControlCodec codec = new ControlCodec();
    private final KeyPair key;
    private final DeviceId device;
    private final Received received = new Received();
    private final EngineClient engine;
    private final UUID bootId;
    private final Outbox outbox = new Outbox();
    private final WebSocket channel;
    private volatile boolean aborted;

    private ScriptedAgent(KeyPair key, DeviceId device, UUID bootId, String hostname, EngineClient engine) {
        this.key = key;
        this.device = device;
        this.bootId = bootId;
        this.engine = engine;
        channel = engine.http()
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + accessToken())
                .buildAsync(engine.webSocket("/ws/agent"), received)
                .join();
        say(new ToEngine.Hello(1, 1, bootId, VERSION, hostname, "Lab 1.0", Optional.empty()));
    }

    private ScriptedAgent welcomed() {
        awaitMessage(ToAgent.Welcome.class);
        return this;
    }

    /** Enrols a new device with a code that approves, and opens its channel. */
    public static ScriptedAgent enroll(EngineClient engine, String codeText) {
        KeyPair key = newKey();
        String path = "/api/agent/enroll/"
                + askToEnroll(engine, key, codeText).expect(200).field("request_id");
        await().atMost(SOON).until(() -> engine.get(path).field("status").equals("approved"));
        return new ScriptedAgent(
                        key, DeviceId.parse(engine.get(path).field("agent_id")), UUID.randomUUID(), "scripted", engine)
                .welcomed();
    }

    /** What a device asks with its key before anybody decided about it; named "scripted". */
    public static EngineReply askToEnroll(EngineClient engine, KeyPair key, String codeText) {
        EnrollmentCode code = EnrollmentCode.parse(codeText);
        DeviceKey publicKey = DeviceKey.of(key.getPublic());
        return engine.post(
                "/api/agent/enroll",
                Map.of(
                        "code",
                        code.reveal(),
                        "device_key",
                        publicKey.toBase64(),
                        "hostname",
                        "scripted",
                        "os",
                        "Lab 1.0",
                        "agent_version",
                        VERSION,
                        "signature",
                        sign(key, EnrollmentRequest.signingInput(code, publicKey, "scripted", "Lab 1.0", VERSION))));
    }

    /** Asks to be enrolled once more, with the key that the device has. */
    public EngineReply tryEnroll(String codeText) {
        return askToEnroll(engine, key, codeText);
    }

    /** A new channel of the same run of the same device, after this one was closed. */
    public ScriptedAgent reconnect() {
        return new ScriptedAgent(key, device, bootId, "scripted", engine).welcomed();
    }

    /** Another machine that shows this device's key; it said hello, and nothing else was waited for. */
    public ScriptedAgent copy(String hostname) {
        return new ScriptedAgent(key, device, UUID.randomUUID(), hostname, engine);
    }

    /** A fresh access token of the device. */
    public String accessToken() {
        return tryAccessToken().expect(200).field("access_token");
    }

    /** Asks for an access token with a good proof of its key. */
    public EngineReply tryAccessToken() {
        return engine.post(
                "/api/agent/token",
                Map.of("client_assertion", ClientAssertion.sign(device, key.getPrivate(), Instant.now())));
    }

    /** Whether the channel stands as far as this side knows. */
    public boolean isOpen() {
        return !aborted && received.closeCode.isEmpty() && !channel.isInputClosed() && !channel.isOutputClosed();
    }

    public static KeyPair newKey() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String sign(KeyPair key, byte[] message) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(key.getPrivate());
            signer.update(message);
            return Base64.getEncoder().encodeToString(signer.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public DeviceId device() {
        return device;
    }

    /** Offers a public key for the token, signed as it should be. */
    public void offer(TunnelId tunnel, String token, WireGuardKey publicKey) {
        offerSignedBy(key, tunnel, token, publicKey);
    }

    public void offerSignedBy(KeyPair signer, TunnelId tunnel, String token, WireGuardKey publicKey) {
        say(new ToEngine.PeerOffered(
                tunnel, token, publicKey, sign(signer, ToEngine.PeerOffered.signingInput(token, publicKey))));
    }

    public void say(ToEngine message) {
        sayText(codec.encode(message));
    }

    public void sayText(String text) {
        outbox.send(channel, open -> open.sendText(text, true)).join();
    }

    /** Waits for the first message of the kind that was not taken yet, and takes it. */
    public <M extends ToAgent> M awaitMessage(Class<M> kind) {
        await().atMost(SOON).until(() -> received.messages.stream().anyMatch(kind::isInstance));
        M found = received.messages.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElseThrow();
        received.messages.remove(found);
        return found;
    }

    /** What the Engine said that was not taken yet. */
    public List<ToAgent> messages() {
        return List.copyOf(received.messages);
    }

    public OptionalInt closeCode() {
        return received.closeCode;
    }

    @Override
    public void close() {
        aborted = true;
        channel.abort();
    }

    private final class Received implements WebSocket.Listener {

        private final List<ToAgent> messages = new CopyOnWriteArrayList<>();
        private final StringBuilder text = new StringBuilder();
        private volatile OptionalInt closeCode = OptionalInt.empty();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                try {
                    messages.add(codec.decodeToAgent(text.toString()));
                } catch (MalformedMessageException notOfTheProtocol) {
                    throw new AssertionError("the Engine said " + text, notOfTheProtocol);
                } finally {
                    text.setLength(0);
                }
            }
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closeCode = OptionalInt.of(code);
            return CompletableFuture.completedStage(null);
        }
    }
}
