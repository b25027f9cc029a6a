package io.borealis.agent.device;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.borealis.network.keys.KeyStorage;
import io.borealis.network.keys.UnusableSecretException;
import io.borealis.protocol.ProtocolJson;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.DeviceKey;
import io.borealis.protocol.device.TrustBundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an enrollment gave this device: its name at the Engine, and all that it trusts from then on. Immutable.
 *
 * @param agentId the name that the Engine gave
 * @param trust the Engine's CA and the key that signs orchestration tokens; while the Engine changes its CA there are two
 * @param furtherKeys other keys for orchestration tokens, while the Engine changes the one; empty else, so that an earlier
 *     version of the agent can read what it once wrote
 */
public record Membership(DeviceId agentId, TrustBundle trust, Optional<List<DeviceKey>> furtherKeys) {

    static final String NAME = "enrollment.json";

    private static final ObjectMapper JSON = ProtocolJson.mapper();

    /** As it is written down. */
    @JsonCreator
    public Membership {}

    /** As an enrollment gives it. */
    public Membership(DeviceId agentId, TrustBundle trust) {
        this(agentId, trust, Optional.empty());
    }

    /** Every key for orchestration tokens, the newest first. */
    public List<DeviceKey> tokenKeys() {
        return Stream.concat(Stream.of(trust.tokenKey()), furtherKeys.stream().flatMap(List::stream))
                .toList();
    }

    /**
     * The same device with another trust.
     *
     * @param tokenKeys the newest first; at least one
     */
    public Membership trusting(String caCertificates, List<DeviceKey> tokenKeys) {
        List<DeviceKey> further = tokenKeys.subList(1, tokenKeys.size());
        return new Membership(
                agentId,
                new TrustBundle(caCertificates, tokenKeys.get(0)),
                further.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(further)));
    }

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
