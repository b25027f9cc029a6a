package io.borealis.protocol.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.borealis.protocol.MalformedValueException;
import io.borealis.protocol.ProtocolJson;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnrollmentTest {

    private final byte[] ca = {1, 2, 3};
    private final EnrollmentCode code = EnrollmentCode.generate(new SecureRandom(), ca);

    @Test
    void codeReadsWhatItRevealsWhateverTheCase() {
        assertThat(EnrollmentCode.parse(code.reveal())).isEqualTo(code);
        assertThat(EnrollmentCode.parse(code.reveal().toLowerCase(java.util.Locale.ROOT)))
                .isEqualTo(code);
        assertThat(code.caPin()).isEqualTo(EnrollmentCode.pinOf(ca)).hasSize(32);
    }

    @Test
    void codeIsRedactedAndStoredAsHash() {
        assertThat(code.toString()).doesNotContain(code.reveal().substring(0, 5));
        assertThat(code.lookupHash()).hasSize(64).isNotEqualTo(code.caPin());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ABCDE",
                "AAAAA-AAAAA-AAAAA-AAAAA",
                "AAAAA-AAAAA-AAAAA-AAAAA.123",
                "OOOOO-AAAAA-AAAAA-AAAAA.00000000000000000000000000000000"
            })
    void codeRefusesEverythingElseWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> EnrollmentCode.parse(text))
                .isInstanceOf(MalformedValueException.class)
                .hasMessageNotContaining("AAAAA-AAAAA-AAAAA-AAAAA.123");
    }

    @Test
    void requestIsSignedByTheKeyThatItNames() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        DeviceKey key = DeviceKey.of(pair.getPublic());
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(pair.getPrivate());
        signer.update(EnrollmentRequest.signingInput(code, key, "pc-1", "Windows 11", "0.1"));
        String signature = Base64.getEncoder().encodeToString(signer.sign());

        assertThat(new EnrollmentRequest(code, key, "pc-1", "Windows 11", "0.1", signature).isSignedByItsKey())
                .isTrue();
        assertThat(new EnrollmentRequest(code, key, "pc-2", "Windows 11", "0.1", signature).isSignedByItsKey())
                .isFalse();
        assertThat(new EnrollmentRequest(code, key, "pc-1", "Windows 11", "0.1", "?").isSignedByItsKey())
                .isFalse();
    }

    @Test
    void requestRefusesControlCharacters() throws Exception {
        DeviceKey key = DeviceKey.of(
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic());
        assertThatThrownBy(() -> new EnrollmentRequest(code, key, "pc\n1", "os", "0.1", ""))
                .isInstanceOf(MalformedValueException.class)
                .hasMessageContaining("hostname");
    }

    @Test
    void deviceKeyRefusesOtherKeys() throws Exception {
        String x25519 = Base64.getEncoder()
                .encodeToString(KeyPairGenerator.getInstance("X25519")
                        .generateKeyPair()
                        .getPublic()
                        .getEncoded());
        assertThatThrownBy(() -> DeviceKey.parse(x25519)).isInstanceOf(MalformedValueException.class);
        assertThatThrownBy(() -> DeviceKey.parse("%")).isInstanceOf(MalformedValueException.class);
    }

    @Test
    void replySurvivesTheWireWithAndWithoutItsOptionalParts() throws Exception {
        ObjectMapper json = ProtocolJson.mapper();
        EnrollmentReply pending = new EnrollmentReply(
                "r1", EnrollmentReply.Status.PENDING, java.util.Optional.empty(), java.util.Optional.empty());
        String text = json.writeValueAsString(pending);
        assertThat(text).isEqualTo("{\"request_id\":\"r1\",\"status\":\"pending\"}");
        assertThat(json.readValue(text, EnrollmentReply.class)).isEqualTo(pending);
    }

    @Test
    void travelsAsJsonWithItsCode() throws Exception {
        var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        var code = EnrollmentCode.generate(new SecureRandom(), new byte[] {1});
        var request = new EnrollmentRequest(code, DeviceKey.of(pair.getPublic()), "pc-1", "Windows 11", "0.1", "AA==");

        String json = ProtocolJson.mapper().writeValueAsString(request);

        assertThat(ProtocolJson.mapper().readValue(json, EnrollmentRequest.class))
                .isEqualTo(request);
    }
}
