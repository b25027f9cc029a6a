package io.borealis.agent.device;

import io.borealis.agent.control.Backoff;
import io.borealis.agent.control.EngineApi;
import io.borealis.agent.control.EngineClock;
import io.borealis.agent.control.EngineRefusedException;
import io.borealis.agent.control.EngineTrust;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.EnrollmentCode;
import io.borealis.protocol.device.EnrollmentReply;
import io.borealis.protocol.device.EnrollmentRequest;
import io.borealis.protocol.device.TrustBundle;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes this device a member of one Engine: asks with the code, then waits with patience until an administrator has
 * decided. The Engine is known by the pin inside the code from the first byte on.
 */
public final class Enrollment {

    private static final Logger LOG = LoggerFactory.getLogger(Enrollment.class);

    private final Backoff polling = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(15), new SecureRandom());
    private final Backoff trouble = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60), new SecureRandom());
    private final EngineApi api;
    private final EnrollmentCode code;
    private final DeviceIdentity identity;
    private final DeviceDescription description;

    public Enrollment(URI engine, EnrollmentCode code, DeviceIdentity identity, DeviceDescription description) {
        this.api = new EngineApi(engine, EngineTrust.ofPin(code.caPin()), new EngineClock());
        this.code = code;
        this.identity = identity;
        this.description = description;
    }

    /** Whether a membership is one at the Engine that made the code. */
    public static boolean isSameEngine(Membership membership, EnrollmentCode code) throws IOException {
        return hasPin(membership.trust(), code);
    }

    /**
     * Waits as long as it takes.
     *
     * @throws EnrollmentRefusedException when the Engine said no for good
     */
    public Membership request() throws InterruptedException, EnrollmentRefusedException {
        EnrollmentReply reply = patiently(() -> api.enroll(signedRequest()));
        boolean told = false;
        while (reply.status() == EnrollmentReply.Status.PENDING) {
            if (!told) {
                LOG.info("enrollment asked for; an administrator must approve the device {}", identity.publicKey());
                told = true;
            }
            Thread.sleep(polling.next().toMillis());
            String requestId = reply.requestId();
            reply = patiently(() -> api.enrollment(requestId));
        }
        return membership(reply);
    }

    private EnrollmentRequest signedRequest() {
        byte[] statement = EnrollmentRequest.signingInput(
                code, identity.publicKey(), description.hostname(), description.os(), description.agentVersion());
        return new EnrollmentRequest(
                code,
                identity.publicKey(),
                description.hostname(),
                description.os(),
                description.agentVersion(),
                identity.sign(statement));
    }

    private Membership membership(EnrollmentReply reply) throws EnrollmentRefusedException {
        switch (reply.status()) {
            case DENIED ->
                throw new EnrollmentRefusedException(
                        "an administrator denied the enrollment of this device; ask for a new enrollment code");
            case EXPIRED ->
                throw new EnrollmentRefusedException(
                        "the enrollment was not approved in time; ask for a new enrollment code");
            default -> {
                // approved: told below whether it is whole
            }
        }
        Optional<DeviceId> agentId = reply.agentId();
        Optional<TrustBundle> trust = reply.trust();
        if (agentId.isEmpty() || trust.isEmpty()) {
            throw new EnrollmentRefusedException("the Engine approved without saying who the device is; upgrade it");
        }
        try {
            if (!hasPin(trust.get(), code)) {
                throw new EnrollmentRefusedException(
                        "the Engine's trust bundle names another CA than the enrollment code; ask for a new code");
            }
        } catch (IOException noCertificate) {
            throw new EnrollmentRefusedException("the Engine's trust bundle is damaged: " + noCertificate.getMessage());
        }
        return new Membership(agentId.get(), trust.get());
    }

    private static boolean hasPin(TrustBundle trust, EnrollmentCode code) throws IOException {
        try {
            return EngineTrust.hasPin(trust.caCertificate(), code.caPin());
        } catch (CertificateException damaged) {
            throw new IOException("the CA certificate cannot be read: " + damaged.getMessage(), damaged);
        }
    }

    private interface Question {
        EnrollmentReply ask() throws IOException, InterruptedException, EngineRefusedException;
    }

    private EnrollmentReply patiently(Question question) throws InterruptedException, EnrollmentRefusedException {
        while (true) {
            String reason;
            try {
                EnrollmentReply reply = question.ask();
                trouble.reset();
                return reply;
            } catch (EngineRefusedException refused) {
                if (!refused.mayPass()) {
                    throw new EnrollmentRefusedException(
                            refused.getMessage() + " (ask for a new enrollment code if this one is used up)");
                }
                reason = String.valueOf(refused.getMessage());
            } catch (IOException unreachable) {
                reason = String.valueOf(unreachable);
            }
            Duration pause = trouble.next();
            LOG.warn("enrollment waits: {}; next attempt in {} ms", reason, pause.toMillis());
            Thread.sleep(pause.toMillis());
        }
    }
}
