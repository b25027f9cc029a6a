package io.borealis.protocol.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borealis.protocol.MalformedValueException;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TunnelValuesTest {

    @Test
    void derivesThePublicKeyOfTheRfc7748Vector() {
        // RFC 7748 §6.1, Bob's keys; `wg pubkey` says the same
        byte[] bob = HexFormat.of().parseHex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
        byte[] expected = HexFormat.of().parseHex("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
        try (WireGuardKeyPair pair = WireGuardKeyPair.of(WireGuardSecret.copyOf(bob))) {
            assertThat(pair.publicKey().toBytes()).isEqualTo(expected);
        }
    }

    @Test
    void generatedPairAgreesWithItsOwnDerivation() {
        try (WireGuardKeyPair made = WireGuardKeyPair.generate();
                WireGuardKeyPair derived = WireGuardKeyPair.of(
                        WireGuardSecret.copyOf(made.privateKey().reveal()))) {
            assertThat(derived.publicKey()).isEqualTo(made.publicKey());
            byte[] scalar = made.privateKey().reveal();
            assertThat(scalar[0] & 7).isZero();
            assertThat(scalar[31] & 0xC0).isEqualTo(0x40);
        }
    }

    @Test
    void secretNeverShowsItsBytes() {
        byte[] bytes = new byte[32];
        java.util.Arrays.fill(bytes, (byte) 0x41);
        WireGuardSecret secret = WireGuardSecret.copyOf(bytes);
        assertThat(secret.toString())
                .doesNotContain("AAAA")
                .doesNotContain(Base64.getEncoder().encodeToString(bytes));
        assertThat(secret)
                .isEqualTo(WireGuardSecret.copyOf(bytes))
                .hasSameHashCodeAs(WireGuardSecret.copyOf(new byte[32]));
    }

    @Test
    void wipedSecretCannotBeRevealed() {
        WireGuardSecret secret = WireGuardSecret.copyOf(new byte[32]);
        secret.close();
        assertThatThrownBy(secret::reveal).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void keyRefusesWrongLengthAndZero() {
        assertThatThrownBy(() -> WireGuardKey.of(new byte[31])).isInstanceOf(MalformedValueException.class);
        assertThatThrownBy(() -> WireGuardKey.of(new byte[32])).isInstanceOf(MalformedValueException.class);
        assertThatThrownBy(() -> WireGuardKey.parse("not base64!")).isInstanceOf(MalformedValueException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.255.0.1", "0.0.0.0", "255.255.255.255", "192.168.1.200"})
    void addressReadsWhatItPrints(String text) {
        assertThat(TunnelAddress.parse(text)).hasToString(text);
        assertThat(TunnelAddress.parse(text).toInetAddress().getHostAddress()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.255.0",
                "10.255.0.256",
                "10.255.0.01",
                "10.255.0.1.2",
                "a.b.c.d",
                "10.255.0.-1",
                "10.255..1"
            })
    void addressRefusesEverythingElse(String text) {
        assertThatThrownBy(() -> TunnelAddress.parse(text)).isInstanceOf(MalformedValueException.class);
    }

    @Test
    void networkGivesTheEngineTheFirstAddressAndDevicesTheRest() {
        TunnelNetwork network = TunnelNetwork.parse("10.255.0.0/29");
        assertThat(network.engineAddress()).hasToString("10.255.0.1");
        assertThat(network.deviceCapacity()).isEqualTo(5);
        assertThat(network.deviceAddress(0)).hasToString("10.255.0.2");
        assertThat(network.deviceAddress(4)).hasToString("10.255.0.6");
        assertThatThrownBy(() -> network.deviceAddress(5)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(network.contains(TunnelAddress.parse("10.255.0.7"))).isTrue();
        assertThat(network.contains(TunnelAddress.parse("10.255.0.8"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.255.0.1/16", "10.255.0.0/30", "10.0.0.0/7", "10.255.0.0", "10.255.0.0/x"})
    void networkRefusesHostBitsAndSizesThatMakeNoSense(String text) {
        assertThatThrownBy(() -> TunnelNetwork.parse(text)).isInstanceOf(MalformedValueException.class);
    }

    @Test
    void networkKnowsWhetherItIsPrivate() {
        assertThat(TunnelNetwork.DEFAULT.isPrivate()).isTrue();
        assertThat(TunnelNetwork.parse("172.16.0.0/12").isPrivate()).isTrue();
        assertThat(TunnelNetwork.parse("172.0.0.0/8").isPrivate()).isFalse();
        assertThat(TunnelNetwork.parse("8.8.0.0/16").isPrivate()).isFalse();
        assertThat(TunnelNetwork.parse("127.255.0.0/16").isLoopback()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"engine.example.com:30000", "10.1.2.3:30000", "[fd00::1]:30000"})
    void endpointReadsWhatItPrints(String text) {
        assertThat(Endpoint.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"engine", "engine:0", "engine:65536", "fd00::1:30000", ":30000", "en gine:1", "engine:1x"})
    void endpointRefusesEverythingElse(String text) {
        assertThatThrownBy(() -> Endpoint.parse(text)).isInstanceOf(MalformedValueException.class);
    }

    @Test
    void onlyDownIsNotLive() {
        assertThat(TunnelStatus.DOWN.isLive()).isFalse();
        assertThat(TunnelStatus.PENDING.isLive()).isTrue();
        assertThat(TunnelStatus.RECOVERING.wireName()).isEqualTo("recovering");
    }
}
