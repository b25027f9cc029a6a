package io.borealis.engine.token;

import io.borealis.engine.control.AgentConnection;
import io.borealis.protocol.control.ControlMessage;
import io.borealis.protocol.control.ToAgent;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.token.TrustStatement;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What agents are to trust of this Engine, and which of its keys each of them knows: an order is signed with a new key only
 * when its agent said that it keeps it, and with the key before until then. What an agent said is asked again whenever it
 * connects. Thread-safe.
 */
public final class AgentTrust {
    private static final Logger LOG = System.getLogger(AgentTrust.class.getName());

    private final RotatingKey<SigningKey> keys;
    private final Supplier<String> caCertificates;
    private final Clock clock;
    private final Map<DeviceId, String> newestKnown = new ConcurrentHashMap<>();

    /** @param caCertificates the authorities of the Engine's channel as PEM, asked at each statement */
    public AgentTrust(RotatingKey<SigningKey> keys, Supplier<String> caCertificates, Clock clock) {
        this.keys = keys;
        this.caCertificates = caCertificates;
        this.clock = clock;
    }

    /** What every agent is to trust now. */
    public TrustStatement stated() {
        List<SigningKey> good = keys.good(clock.instant());
        return new TrustStatement(good.stream().map(SigningKey::deviceKey).toList(), caCertificates.get());
    }

    /** The statement for this device, signed by each key that is good: it knows one of them unless it was away for too long. */
    List<String> statementsFor(DeviceId device) {
        TrustStatement stated = stated();
        return keys.good(clock.instant()).stream()
                .map(key -> stated.sign(device, key.privateKey(), clock.instant()))
                .toList();
    }

    /** Tells a connected agent, when its version can be told. */
    public void tell(AgentConnection agent) {
        if (agent.protocol() < ControlMessage.TRUST_VERSION) {
            return;
        }
        try {
            agent.send(new ToAgent.TrustEngine(statementsFor(agent.device())));
        } catch (IllegalStateException noAuthority) {
            LOG.log(
                    Level.WARNING,
                    "agent {0} is not told what to trust and keeps what it has: {1}",
                    agent.device(),
                    noAuthority.getMessage());
        }
    }

    /** The agent connected; what it said on an earlier channel counts no more. One that enrolled under the key in use knows it. */
    public void connected(DeviceId device, Instant enrolledAt) {
        boolean enrolledUnderIt = keys.facts()
                .since()
                .filter(since -> !enrolledAt.isBefore(since))
                .isPresent();
        if (enrolledUnderIt) {
            newestKnown.put(device, keys.facts().keyId());
        } else {
            newestKnown.remove(device);
        }
    }

    /** The channel is gone. */
    public void gone(DeviceId device) {
        newestKnown.remove(device);
    }

    /** The agent keeps what is named so. True when that is what is stated now. */
    public boolean kept(DeviceId device, String trustId) {
        boolean upToDate = stated().id().equals(trustId);
        if (upToDate) {
            newestKnown.put(device, keys.facts().keyId());
        }
        return upToDate;
    }

    /** The newest good key that the device is known to trust. */
    SigningKey signerFor(DeviceId device) {
        List<SigningKey> good = keys.good(clock.instant());
        Optional<SigningKey> known = Optional.ofNullable(newestKnown.get(device))
                .flatMap(id ->
                        good.stream().filter(key -> key.keyId().equals(id)).findFirst());
        return known.orElse(good.get(good.size() - 1));
    }

    /** Every key with which an order may be signed now. */
    List<SigningKey> signers() {
        return keys.good(clock.instant());
    }
}
