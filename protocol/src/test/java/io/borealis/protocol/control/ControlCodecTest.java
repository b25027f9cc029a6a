package io.borealis.protocol.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.borealis.protocol.ProtocolJson;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.control.MalformedMessageException.Reason;
import io.borealis.protocol.device.DeviceKey;
import io.borealis.protocol.tunnel.EndReason;
import io.borealis.protocol.tunnel.Endpoint;
import io.borealis.protocol.tunnel.TunnelAddress;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.WireGuardKey;
import io.borealis.protocol.tunnel.WireGuardSecret;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ControlCodecTest {

    private static final TunnelId TUNNEL = TunnelId.parse("6f1e4a52-7a0e-4f5e-9a06-3c1d8d2b9a11");

    private final ControlCodec codec = new ControlCodec();

    static Stream<ToAgent> messagesToAgents() throws NoSuchAlgorithmException {
        DeviceKey terminalKey = DeviceKey.of(
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic());
        return Stream.of(
                new ToAgent.Welcome(1, Instant.parse("2026-11-22T10:15:30Z")),
                new ToAgent.RaiseTunnel(
                        TUNNEL,
                        "a.b.c",
                        Endpoint.parse("engine:30000"),
                        WireGuardKey.of(bytes(7)),
                        WireGuardSecret.copyOf(bytes(9)),
                        TunnelAddress.parse("10.255.0.2"),
                        TunnelAddress.parse("10.255.0.1"),
                        900,
                        1420,
                        List.of(PortRule.tcp(3389), PortRule.parse("udp/1-9")),
                        terminalKey),
                new ToAgent.PeerAdmitted(TUNNEL),
                new ToAgent.TrustEngine(List.of("a.b.c", "d.e.f")),
                new ToAgent.CloneSeen("192.0.2.7"),
                new ToAgent.PeerRefused(TUNNEL, "the token expired"),
                new ToAgent.PermitPorts(TUNNEL, List.of(PortRule.tcp(22))),
                new ToAgent.DropTunnel(TUNNEL, EndReason.IDLE_TIMEOUT));
    }

    static Stream<ToEngine> messagesToTheEngine() {
        return Stream.of(
                new ToEngine.Hello(1, 1, UUID.randomUUID(), "0.1.0", "pc-1", "Windows 11", Optional.empty()),
                new ToEngine.Hello(1, 1, UUID.randomUUID(), "0.1.0", "pc-1", "Windows 11", Optional.of(TUNNEL)),
                new ToEngine.TrustKept("0123456789abcdef"),
                new ToEngine.TrustRefused("nobody vouches for it"),
                new ToEngine.PeerOffered(TUNNEL, "a.b.c", WireGuardKey.of(bytes(3)), "c2ln"),
                new ToEngine.RaiseRefused(TUNNEL, ToEngine.RaiseRefused.Refusal.BUSY, "another tunnel lives here"),
                new ToEngine.HandshakeSeen(TUNNEL),
                new ToEngine.TunnelDropped(TUNNEL, "service stopped"));
    }

    private static byte[] bytes(int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    @ParameterizedTest
    @MethodSource("messagesToAgents")
    void readsWhatItWritesToAgents(ToAgent message) throws MalformedMessageException {
        assertThat(codec.decodeToAgent(codec.encode(message))).isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("messagesToTheEngine")
    void readsWhatItWritesToTheEngine(ToEngine message) throws MalformedMessageException {
        assertThat(codec.decodeToEngine(codec.encode(message))).isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("messagesToAgents")
    void refusesMessagesOfTheOtherDirection(ToAgent message) {
        assertThatThrownBy(() -> codec.decodeToEngine(codec.encode(message)))
                .asInstanceOf(type(MalformedMessageException.class))
                .returns(Reason.UNKNOWN_TYPE, MalformedMessageException::reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"handshake_seen\",\"tunnel_id\":\"6f1e4a52-7a0e-4f5e-9a06-3c1d8d2b9a11\",\"x\":1} | x | UNKNOWN_FIELD",
                "{\"type\":\"handshake_seen\"}                                                              | tunnel_id | MISSING_FIELD",
                "{\"type\":\"handshake_seen\",\"tunnel_id\":null}                                           | tunnel_id | MISSING_FIELD",
                "{\"type\":\"handshake_seen\",\"tunnel_id\":\"7\"}                                          | tunnel_id | BAD_VALUE",
                "{\"type\":\"handshake_seen\",\"tunnel_id\":7}                                              | tunnel_id | BAD_VALUE",
                "{\"type\":\"teleport\"}                                                                    | type | UNKNOWN_TYPE",
                "{\"tunnel_id\":\"6f1e4a52-7a0e-4f5e-9a06-3c1d8d2b9a11\"}                                    | type | UNKNOWN_TYPE",
                "{\"type\":\"tunnel_dropped\",\"tunnel_id\":\"6f1e4a52-7a0e-4f5e-9a06-3c1d8d2b9a11\",\"detail\":\"\\u0000\"} | detail | BAD_TEXT",
                "{\"type\":\"tunnel_dropped\",\"detail\":\"\\ud800\",\"tunnel_id\":\"6f1e4a52-7a0e-4f5e-9a06-3c1d8d2b9a11\"} | detail | BAD_TEXT",
                "{\"type\":\"handshake_seen\",\"type\":\"handshake_seen\"}                                | type | DUPLICATE_FIELD",
                "hello                                                                                      | message | NOT_JSON",
                "{\"type\":\"handshake_seen\"                                                               | message | NOT_JSON",
                "null                                                                                       | message | NOT_JSON",
            })
    void refusesWhatIsNoMessageAndSaysWhereAndWhy(String text, String where, Reason reason) {
        assertThatThrownBy(() -> codec.decodeToEngine(text))
                .asInstanceOf(type(MalformedMessageException.class))
                .returns(where, MalformedMessageException::where)
                .returns(reason, MalformedMessageException::reason);
    }

    @Test
    void neverSaysWhatTheOtherSideWouldRefuse() throws MalformedMessageException {
        String text = codec.encode(new ToEngine.TunnelDropped(TUNNEL, "file \ud800 of C:\\Temp\u0000"));
        assertThat(codec.decodeToEngine(text))
                .isEqualTo(new ToEngine.TunnelDropped(TUNNEL, "file \\ud800 of C:\\Temp\\u0000"));
    }

    @Test
    void refusesOversizedTextBeforeReadingIt() {
        assertThatThrownBy(() -> codec.decodeToEngine("x".repeat(ControlCodec.MAX_MESSAGE_CHARS + 1)))
                .asInstanceOf(type(MalformedMessageException.class))
                .returns(Reason.TOO_LARGE, MalformedMessageException::reason);
    }

    @Test
    void neverRepeatsTheTextThatItRefuses() {
        assertThatThrownBy(() -> codec.decodeToEngine(
                        "{\"type\":\"peer_offered\",\"token\":\"s3cret-token\",\"public_key\":\"x\"}"))
                .hasMessageNotContaining("s3cret-token");
    }

    @Test
    void onlyTheCodecWritesSecrets() {
        assertThatThrownBy(() -> ProtocolJson.mapper().writeValueAsString(WireGuardSecret.copyOf(bytes(9))))
                .hasMessageNotContaining(Base64.getEncoder().encodeToString(bytes(9)));
    }

    @Test
    void messagesWithTokensDoNotPrintThem() throws NoSuchAlgorithmException {
        assertThat(messagesToAgents().map(Object::toString)).noneMatch(text -> text.contains("a.b.c"));
        assertThat(messagesToTheEngine().map(Object::toString)).noneMatch(text -> text.contains("a.b.c"));
    }

    @Test
    void speaksTheNewestCommonVersion() {
        assertThat(ProtocolVersions.agree(1, 1)).hasValue(1);
        assertThat(ProtocolVersions.agree(1, 9)).hasValue(2);
        assertThat(ProtocolVersions.agree(2, 9)).hasValue(2);
        assertThat(ProtocolVersions.agree(3, 9)).isEmpty();
        assertThat(ProtocolVersions.agree(0, 0)).isEmpty();
    }
}
