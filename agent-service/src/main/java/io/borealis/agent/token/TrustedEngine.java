package io.borealis.agent.token;

import io.borealis.agent.control.EngineTrust;
import io.borealis.agent.device.Membership;
import io.borealis.network.keys.KeyStorage;
import io.borealis.protocol.control.ToAgent;
import io.borealis.protocol.control.ToEngine;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.DeviceKey;
import io.borealis.protocol.token.RejectedTokenException;
import io.borealis.protocol.token.RejectedTokenException.Reason;
import io.borealis.protocol.token.TrustStatement;
import java.io.IOException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What of the Engine this device trusts: at first what its enrollment gave, and from then on what the Engine states, when a
 * key that is trusted already signed that. It is kept on disk before it counts. Thread-safe.
 */
public final class TrustedEngine {

    private static final Logger LOG = LoggerFactory.getLogger(TrustedEngine.class);
    private static final Duration SKEW = Duration.ofSeconds(5);
    private static final String AWAY =
            "the Engine changed its key while this device was away: nobody whom this device trusts"
                    + " vouches for the new one. Tunnels will be refused until the agent is stopped, enrollment.json removed from"
                    + " its Certificates folder, and the device enrolled anew with a code of this Engine";

    private final KeyStorage storage;
    private final Clock clock;
    private volatile Membership membership;

    /**
     * @param membership what is kept in the storage
     * @param clock the Engine's time
     */
    public TrustedEngine(Membership membership, KeyStorage storage, Clock clock) {
        this.membership = membership;
        this.storage = storage;
        this.clock = clock;
    }

    public DeviceId device() {
        return membership.agentId();
    }

    /** The keys for orchestration tokens, the newest first. */
    public List<DeviceKey> tokenKeys() {
        return membership.tokenKeys();
    }

    /** The authorities of the Engine's channel as PEM. */
    public String caCertificates() {
        return membership.trust().caCertificate();
    }

    /** Trusts what the Engine states, when it may; the answer is what to say to the Engine. */
    public synchronized ToEngine learn(ToAgent.TrustEngine message) {
        Membership before = membership;
        try {
            TrustStatement stated = read(message.statements(), before);
            EngineTrust.authorities(stated.caCertificates());
            Membership next = before.trusting(stated.caCertificates(), stated.tokenKeys());
            if (!next.equals(before)) {
                next.keepIn(storage);
                membership = next;
                LOG.info("the Engine's keys for orders are {} from now on", next.tokenKeys());
            }
            return new ToEngine.TrustKept(stated.id());
        } catch (RejectedTokenException rejected) {
            return refuse(rejected.reason() == Reason.BAD_SIGNATURE ? AWAY : String.valueOf(rejected.getMessage()));
        } catch (CertificateException bad) {
            return refuse("the statement names no usable authorities: " + bad.getMessage());
        } catch (IOException unwritable) {
            return refuse("the keys cannot be kept: " + unwritable.getMessage());
        }
    }

    private TrustStatement read(List<String> statements, Membership before) throws RejectedTokenException {
        List<PublicKey> trusted =
                before.tokenKeys().stream().map(DeviceKey::toPublicKey).toList();
        RejectedTokenException last = new RejectedTokenException(Reason.MALFORMED, "nothing is stated");
        for (String statement : statements) {
            try {
                return TrustStatement.read(statement, trusted, before.agentId(), clock, SKEW);
            } catch (RejectedTokenException rejected) {
                last = rejected;
            }
        }
        throw last;
    }

    private static ToEngine refuse(String why) {
        LOG.error("what the Engine states about its keys is not trusted: {}", why);
        return new ToEngine.TrustRefused(why);
    }
}
