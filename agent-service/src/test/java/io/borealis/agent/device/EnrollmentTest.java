package io.borealis.agent.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.borealis.agent.control.TestCertificates;
import io.borealis.agent.control.TestEngineServer;
import io.borealis.agent.control.TestEngineServer.Answer;
import io.borealis.network.keys.KeyStorage;
import io.borealis.network.keys.KeyStorages;
import io.borealis.protocol.ProtocolJson;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.EnrollmentCode;
import io.borealis.protocol.device.EnrollmentReply;
import io.borealis.protocol.device.EnrollmentRequest;
import io.borealis.protocol.device.TrustBundle;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnrollmentTest {

    @TempDir
    static Path tls;

    private static TestCertificates certificates;

    @TempDir
    Path folder;

    private final ObjectMapper json = ProtocolJson.mapper();
    private final Queue<Answer> answers = new ArrayDeque<>();
    private final DeviceId device = DeviceId.random();
    private TestEngineServer engine;
    private DeviceIdentity identity;
    private EnrollmentCode code;
    private volatile boolean signedRequests = true;

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates = new TestCertificates(tls, "dns:localhost");
    }

    @BeforeEach
    void startEngine() throws Exception {
        identity = DeviceIdentity.in(KeyStorages.ofThisSystem(folder.resolve("home")));
        code = EnrollmentCode.generate(new SecureRandom(), certificates.ca());
        engine = new TestEngineServer(certificates, (what, body) -> {
            if (what.startsWith("POST")) {
                signedRequests &= isSigned(body);
            }
            return answers.remove();
        });
    }

    @AfterEach
    void stopEngine() throws Exception {
        engine.close();
    }

    private boolean isSigned(String body) {
        try {
            EnrollmentRequest request = json.readValue(body, EnrollmentRequest.class);
            return request.isSignedByItsKey() && request.deviceKey().equals(identity.publicKey());
        } catch (JsonProcessingException malformed) {
            return false;
        }
    }

    private Answer reply(EnrollmentReply.Status status, String caPem) throws JsonProcessingException {
        boolean approved = status == EnrollmentReply.Status.APPROVED;
        return new Answer(
                200,
                json.writeValueAsString(new EnrollmentReply(
                        "request/1",
                        status,
                        approved ? Optional.of(device) : Optional.empty(),
                        approved ? Optional.of(new TrustBundle(caPem, identity.publicKey())) : Optional.empty())));
    }

    private Membership enroll() throws Exception {
        return new Enrollment(engine.url("localhost"), code, identity, DeviceDescription.ofThisMachine()).request();
    }

    @Test
    void asksThenWaitsUntilApproved() throws Exception {
        answers.add(new Answer(503, "{\"detail\":\"starting\"}"));
        answers.add(reply(EnrollmentReply.Status.PENDING, ""));
        answers.add(reply(EnrollmentReply.Status.PENDING, ""));
        answers.add(reply(EnrollmentReply.Status.APPROVED, certificates.caPem()));
        Membership membership = enroll();
        assertThat(membership.agentId()).isEqualTo(device);
        assertThat(signedRequests).isTrue();
        assertThat(engine.requests())
                .containsExactly(
                        "POST /api/agent/enroll",
                        "POST /api/agent/enroll",
                        "GET /api/agent/enroll/request%2F1",
                        "GET /api/agent/enroll/request%2F1");
        KeyStorage storage = KeyStorages.ofThisSystem(folder.resolve("home"));
        membership.keepIn(storage);
        assertThat(Membership.in(storage)).contains(membership);
        assertThat(Enrollment.isSameEngine(membership, code)).isTrue();
    }

    @Test
    void saysInPlainWordsWhyItWasRefused() throws Exception {
        answers.add(reply(EnrollmentReply.Status.DENIED, ""));
        assertThatThrownBy(this::enroll)
                .isInstanceOf(EnrollmentRefusedException.class)
                .hasMessageContaining("denied");
        answers.add(reply(EnrollmentReply.Status.PENDING, ""));
        answers.add(reply(EnrollmentReply.Status.EXPIRED, ""));
        assertThatThrownBy(this::enroll).hasMessageContaining("not approved in time");
        answers.add(new Answer(403, "{\"detail\":\"the code is used up\"}"));
        assertThatThrownBy(this::enroll).hasMessageContaining("the code is used up");
    }

    @Test
    void refusesATrustBundleOfAnotherCa() throws Exception {
        TestCertificates others =
                new TestCertificates(java.nio.file.Files.createDirectory(folder.resolve("others")), "dns:localhost");
        answers.add(reply(EnrollmentReply.Status.APPROVED, others.caPem()));
        assertThatThrownBy(this::enroll).hasMessageContaining("another CA");
    }
}
