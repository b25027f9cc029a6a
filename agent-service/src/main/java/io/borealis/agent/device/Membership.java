package io.borealis.agent.device;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.borealis.network.keys.KeyStorage;
import io.borealis.network.keys.UnusableSecretException;
import io.borealis.protocol.ProtocolJson;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.TrustBundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What an enrollment gave this device: its name at the Engine, and all that it trusts from then on. Immutable.
 *
 * @param agentId the name that the Engine gave
 * @param trust the Engine's CA and the key that signs orchestration tokens
 */
public record Membership(DeviceId agentId, TrustBundle trust) {

    static final String NAME = "enrollment.json";

    private static final ObjectMapper JSON = ProtocolJson.mapper();

    /** The membership kept in the storage; empty when the device was never enrolled. */
    public static Optional<Membership> in(KeyStorage storage) throws IOException {
        try {
            Optional<byte[]> kept = storage.read(NAME);
            if (kept.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(JSON.readValue(kept.get(), Membership.class));
        } catch (JsonProcessingException | UnusableSecretException damaged) {
            throw new IOException(
                    NAME + " is damaged; restore it from a backup, or remove it and enroll again with a new code",
                    damaged);
        }
    }

    /** Keeps the membership; from now on the device is enrolled. */
    public void keepIn(KeyStorage storage) throws IOException {
        storage.write(NAME, JSON.writeValueAsString(this).getBytes(StandardCharsets.UTF_8));
    }
}
