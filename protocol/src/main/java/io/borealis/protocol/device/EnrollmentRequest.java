package io.borealis.protocol.device;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.borealis.protocol.MalformedValueException;
import io.borealis.protocol.MalformedValueException.Kind;
import io.borealis.protocol.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * What a device asks for at enrollment: body of {@code POST /api/agent/enroll}. The signature is made with the device
 * key over {@link #signingInput}, so nobody enrols a key that he does not hold. Immutable.
 *
 * @param code the enrollment code
 * @param deviceKey the public half of the key made on the device
 * @param hostname what the device calls itself; shown to people, never an identity
 * @param os operating system and version as the device reports them
 * @param agentVersion version of the agent
 * @param signature Base64 of the Ed25519 signature
 */
public record EnrollmentRequest(
        @JsonSerialize(using = Revealed.class) EnrollmentCode code,
        DeviceKey deviceKey,
        String hostname,
        String os,
        String agentVersion,
        String signature) {

    private static final int LONGEST_NAME = 255;

    public EnrollmentRequest {
        bounded("hostname", hostname);
        bounded("os", os);
        bounded("agent_version", agentVersion);
    }

    private static void bounded(String field, String text) {
        if (!Text.isName(text, LONGEST_NAME)) {
            throw new MalformedValueException(
                    Kind.DEVICE_ID,
                    field + " must be 1 to " + LONGEST_NAME + " characters without control characters, line separators"
                            + " or characters that turn the direction of writing");
        }
    }

    /** The bytes that the device key signs. */
    public static byte[] signingInput(
            EnrollmentCode code, DeviceKey deviceKey, String hostname, String os, String agentVersion) {
        return String.join("\n", "borealis-enroll-v1", code.reveal(), deviceKey.toBase64(), hostname, os, agentVersion)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Whether the signature was made with the key that the request names. */
    @JsonIgnore
    public boolean isSignedByItsKey() {
        try {
            return deviceKey.verifies(
                    signingInput(code, deviceKey, hostname, os, agentVersion),
                    Base64.getDecoder().decode(signature));
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    /** The one place where a code becomes JSON: on its way to the Engine. */
    private static final class Revealed extends JsonSerializer<EnrollmentCode> {
        @Override
        public void serialize(EnrollmentCode code, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(code.reveal());
        }
    }

    @Override
    public String toString() {
        return "EnrollmentRequest[" + deviceKey + ", " + hostname + ", " + os + "]";
    }
}
