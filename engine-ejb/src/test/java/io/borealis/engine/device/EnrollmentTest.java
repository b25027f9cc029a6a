package io.borealis.engine.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borealis.engine.EngineTest;
import io.borealis.engine.Page;
import io.borealis.engine.TestAgent;
import io.borealis.engine.access.OperatorSession;
import io.borealis.protocol.MalformedValueException;
import io.borealis.protocol.device.AccessTokenRequest;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.DeviceKey;
import io.borealis.protocol.device.DeviceState;
import io.borealis.protocol.device.EnrollmentCode;
import io.borealis.protocol.device.EnrollmentReply;
import io.borealis.protocol.device.EnrollmentReply.Status;
import io.borealis.protocol.device.EnrollmentRequest;
import io.borealis.protocol.token.ClientAssertion;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EnrollmentTest extends EngineTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private OperatorSession admin;

    @BeforeEach
    void haveAnAdministrator() {
        admin = fixture.admin("root");
    }

    private Enrollment enrollment() {
        return fixture.engine.enrollment();
    }

    private List<DeviceView> devices() {
        return fixture.engine
                .devices()
                .page(fixture.everywhere, Optional.empty(), false, Optional.empty(), 100)
                .items();
    }

    private EnrollmentCode code(int uses, boolean auto) {
        return fixture.engine
                .enrollmentCodes()
                .create(admin, new CodeTerms(uses, HOUR, auto ? Optional.of(HOUR) : Optional.empty(), Optional.empty()))
                .orElseThrow()
                .code();
    }

    private static EnrollmentRequest request(EnrollmentCode code, KeyPair key) {
        return signedBy(code, key, key);
    }

    private static EnrollmentRequest signedBy(EnrollmentCode code, KeyPair key, KeyPair signer) {
        DeviceKey device = DeviceKey.of(key.getPublic());
        String signature = TestAgent.sign(
                signer.getPrivate(), EnrollmentRequest.signingInput(code, device, "pc", "Windows 11", "0.1"));
        return new EnrollmentRequest(code, device, "pc", "Windows 11", "0.1", signature);
    }

    private EnrollmentReply accepted(EnrollmentRequest request) {
        EnrollResult result = enrollment().request(request, "192.0.2.9");
        assertThat(result).isInstanceOf(EnrollResult.Accepted.class);
        return ((EnrollResult.Accepted) result).reply();
    }

    private void assertRefused(EnrollmentRequest request, EnrollResult.Why why) {
        assertThat(enrollment().request(request, "192.0.2.9")).isEqualTo(new EnrollResult.Refused(why));
    }

    private List<EnrollmentView> requests() {
        return enrollment().page(Optional.empty(), Page.LONGEST).orElseThrow().items();
    }

    @Test
    void listsRequestsPageByPageTheNewestFirst() {
        String oldest =
                accepted(request(code(1, false), TestAgent.newKeyPair())).requestId();
        fixture.clock.advance(Duration.ofSeconds(1));
        String newest =
                accepted(request(code(1, false), TestAgent.newKeyPair())).requestId();

        Page<EnrollmentView> first = enrollment().page(Optional.empty(), 1).orElseThrow();
        Page<EnrollmentView> second = enrollment().page(Optional.of(newest), 1).orElseThrow();

        assertThat(first.items()).extracting(EnrollmentView::requestId).containsExactly(newest);
        assertThat(first.more()).isTrue();
        assertThat(second.items()).extracting(EnrollmentView::requestId).containsExactly(oldest);
        assertThat(second.more()).isFalse();
        assertThat(enrollment().page(Optional.of("nobody's"), 1)).isEmpty();
        assertThat(enrollment().page(Optional.of("x".repeat(10_000)), 1)).isEmpty();
    }

    @Test
    void enrolsADeviceAfterAnAdministratorsDecision() {
        KeyPair key = TestAgent.newKeyPair();
        EnrollmentReply pending = accepted(request(code(1, false), key));
        assertThat(pending.status()).isEqualTo(Status.PENDING);
        assertThat(pending.trust()).isEmpty();
        assertThat(requests()).hasSize(1);
        assertThat(requests().get(0).keyFingerprint())
                .isEqualTo(DeviceKey.of(key.getPublic()).fingerprint());

        assertThat(enrollment().approve(admin, pending.requestId())).isInstanceOf(DecisionResult.Decided.class);
        assertThat(enrollment().deny(admin, pending.requestId()))
                .isEqualTo(new DecisionResult.AlreadyDecided(Status.APPROVED));

        EnrollmentReply approved = enrollment().reply(pending.requestId()).orElseThrow();
        assertThat(approved.status()).isEqualTo(Status.APPROVED);
        assertThat(approved.trust().orElseThrow().tokenKey())
                .isEqualTo(fixture.keys.orchestrationKey().current().deviceKey());
        assertThat(approved.trust().orElseThrow().caCertificate()).contains("BEGIN CERTIFICATE");
        DeviceView view = fixture.engine
                .devices()
                .find(fixture.everywhere, approved.agentId().orElseThrow())
                .orElseThrow();
        assertThat(view.hostname()).isEqualTo("pc");
        assertThat(view.connected()).isFalse();
    }

    @Test
    void enrolsAtOnceWhileTheCodeSaysSo() {
        EnrollmentCode code = code(2, true);
        EnrollmentReply first = accepted(request(code, TestAgent.newKeyPair()));
        assertThat(first.status()).isEqualTo(Status.APPROVED);

        EnrollmentReply second = accepted(request(code, TestAgent.newKeyPair()));
        assertThat(second.agentId()).isNotEqualTo(first.agentId());
        assertThat(devices()).extracting(DeviceView::virtualIp).doesNotHaveDuplicates();
    }

    @Test
    void writesDownWhichCodeLetADeviceInAndWhoMadeIt() {
        IssuedCode issued = fixture.engine
                .enrollmentCodes()
                .create(admin, new CodeTerms(1, HOUR, Optional.of(HOUR), Optional.of("shop 12")))
                .orElseThrow();
        DeviceId id = accepted(request(issued.code(), TestAgent.newKeyPair()))
                .agentId()
                .orElseThrow();

        assertThat(fixture.activityOf(id))
                .filteredOn(row -> row.event().equals("enrollment_approved"))
                .allSatisfy(row -> assertThat(row.detail().orElseThrow())
                        .endsWith("by code " + issued.id() + " (shop 12), which root made"))
                .hasSize(1);
    }

    @Test
    void refusesACodeThatWasRevokedAndKeepsWhoEnrolledWithIt() {
        IssuedCode issued = fixture.engine
                .enrollmentCodes()
                .create(admin, new CodeTerms(5, HOUR, Optional.of(HOUR), Optional.empty()))
                .orElseThrow();
        KeyPair key = TestAgent.newKeyPair();
        EnrollmentReply before = accepted(request(issued.code(), key));

        assertThat(fixture.engine.enrollmentCodes().revoke(admin, issued.id(), Optional.of("leaked")))
                .isTrue();

        assertRefused(request(issued.code(), TestAgent.newKeyPair()), EnrollResult.Why.CODE_NOT_VALID);
        assertThat(token(before.agentId().orElseThrow(), key)).isInstanceOf(AccessTokenResult.Granted.class);
    }

    @Test
    void deniesForGood() {
        EnrollmentReply pending = accepted(request(code(1, false), TestAgent.newKeyPair()));
        enrollment().deny(admin, pending.requestId());

        assertThat(enrollment().reply(pending.requestId()).orElseThrow().status())
                .isEqualTo(Status.DENIED);
        assertThat(enrollment().approve(admin, pending.requestId()))
                .isEqualTo(new DecisionResult.AlreadyDecided(Status.DENIED));
        assertThat(enrollment().approve(admin, "unknown")).isEqualTo(new DecisionResult.UnknownRequest());
        assertThat(enrollment().reply("unknown")).isEmpty();
    }

    @Test
    void answersTheSameKeyWithTheSameRequest() {
        EnrollmentCode code = code(1, false);
        KeyPair key = TestAgent.newKeyPair();
        EnrollmentReply first = accepted(request(code, key));

        assertThat(accepted(request(code, key)).requestId()).isEqualTo(first.requestId());
        assertRefused(request(code, TestAgent.newKeyPair()), EnrollResult.Why.CODE_NOT_VALID);
    }

    @Test
    void keepsADeviceWhoseKeyEnrolsAgain() {
        KeyPair key = TestAgent.newKeyPair();
        Optional<DeviceId> first = accepted(request(code(1, true), key)).agentId();

        assertThat(accepted(request(code(1, true), key)).agentId()).isEqualTo(first);
        assertThat(devices()).hasSize(1);
    }

    @Test
    void refusesCodesThatAreUnknownOrExpired() {
        EnrollmentCode unknown = EnrollmentCode.generate(new SecureRandom(), new byte[] {1});
        assertRefused(request(unknown, TestAgent.newKeyPair()), EnrollResult.Why.CODE_NOT_VALID);

        EnrollmentCode expired = code(1, true);
        fixture.clock.advance(HOUR);
        assertRefused(request(expired, TestAgent.newKeyPair()), EnrollResult.Why.CODE_NOT_VALID);
    }

    @Test
    void refusesAKeyThatItsSenderDoesNotHold() {
        assertRefused(
                signedBy(code(1, true), TestAgent.newKeyPair(), TestAgent.newKeyPair()),
                EnrollResult.Why.BAD_SIGNATURE);
    }

    @Test
    void refusesADisabledDevice() {
        KeyPair key = TestAgent.newKeyPair();
        DeviceId id = accepted(request(code(1, true), key)).agentId().orElseThrow();
        set(id, DeviceState.DISABLED);

        assertRefused(request(code(1, true), key), EnrollResult.Why.DEVICE_DISABLED);
        assertThat(token(id, key)).isEqualTo(new AccessTokenResult.NotAllowed(DeviceState.DISABLED));
        assertThat(token(id, TestAgent.newKeyPair()))
                .as("who does not prove the key learns nothing about the device")
                .isEqualTo(new AccessTokenResult.Refused());
    }

    private void set(DeviceId id, DeviceState state) {
        assertThat(fixture.engine.tunnels().deviceStates().set(admin, id, state, Optional.empty()))
                .isEqualTo(DeviceChange.DONE);
    }

    @Test
    void letsTheKeyOfARemovedDeviceEnrolOnlyAfterAReadmission() {
        KeyPair key = TestAgent.newKeyPair();
        EnrollmentCode first = code(1, true);
        DeviceId id = accepted(request(first, key)).agentId().orElseThrow();
        set(id, DeviceState.REMOVED);

        assertRefused(request(code(1, true), key), EnrollResult.Why.DEVICE_REMOVED);
        assertRefused(request(first, key), EnrollResult.Why.DEVICE_REMOVED);
        assertThat(token(id, key)).isEqualTo(new AccessTokenResult.NotAllowed(DeviceState.REMOVED));

        fixture.engine.tunnels().deviceStates().readmit(admin, id, Optional.of("it was found"));
        assertThat(accepted(request(code(1, true), key)).agentId()).contains(id);
        assertThat(token(id, key)).isInstanceOf(AccessTokenResult.Granted.class);
    }

    @Test
    void approvesNoRequestThatWaitedWhenItsDeviceWasRemoved() {
        KeyPair key = TestAgent.newKeyPair();
        DeviceId id = accepted(request(code(1, true), key)).agentId().orElseThrow();
        EnrollmentReply pending = accepted(request(code(1, false), key));
        set(id, DeviceState.REMOVED);

        assertThat(enrollment().approve(admin, pending.requestId()))
                .isEqualTo(new DecisionResult.NotAllowed(DeviceState.REMOVED));
        assertThat(fixture.engine
                        .devices()
                        .find(fixture.everywhere, id)
                        .orElseThrow()
                        .state())
                .isEqualTo(DeviceState.REMOVED);
        assertThat(enrollment().deny(admin, pending.requestId())).isInstanceOf(DecisionResult.Decided.class);
    }

    @Test
    void limitsTheRateOfOneKey() {
        EnrollmentCode code = code(1, false);
        KeyPair key = TestAgent.newKeyPair();
        for (int i = 0; i < 10; i++) {
            enrollment().request(request(code, key), "192.0.2." + i);
        }
        assertThat(enrollment().request(request(code, key), "192.0.2.99")).isInstanceOf(EnrollResult.TooMany.class);
    }

    @Test
    void usesACodeNoMoreOftenThanAllowedInARace() throws Exception {
        EnrollmentCode code = code(10, true);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<EnrollResult>> results = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            EnrollmentRequest request = request(code, TestAgent.newKeyPair());
            results.add(fixture.threads().submit(() -> {
                start.await();
                return enrollment().request(request, "192.0.2.9");
            }));
        }
        start.countDown();
        int accepted = 0;
        for (Future<EnrollResult> result : results) {
            accepted += result.get() instanceof EnrollResult.Accepted ? 1 : 0;
        }
        assertThat(accepted).isEqualTo(10);
        assertThat(devices()).hasSize(10);
    }

    @Test
    void boundsTheTermsOfACode() {
        assertThatThrownBy(() -> new CodeTerms(0, HOUR, Optional.empty(), Optional.empty()))
                .isInstanceOf(MalformedValueException.class);
        assertThatThrownBy(() -> new CodeTerms(1, Duration.ofDays(31), Optional.empty(), Optional.empty()))
                .isInstanceOf(MalformedValueException.class);
        assertThatThrownBy(() -> new CodeTerms(1, HOUR, Optional.of(HOUR.plusSeconds(1)), Optional.empty()))
                .isInstanceOf(MalformedValueException.class);
    }

    private AccessTokenResult token(DeviceId id, KeyPair key) {
        String assertion = ClientAssertion.sign(id, key.getPrivate(), fixture.clock.instant());
        return enrollment().accessToken(new AccessTokenRequest(assertion), "192.0.2.9");
    }

    @Test
    void givesATokenToTheDeviceThatProvesItsKeyOnce() {
        TestAgent agent = fixture.enrolledAgent();
        String assertion =
                ClientAssertion.sign(agent.id(), agent.deviceKeyPair().getPrivate(), fixture.clock.instant());
        AccessTokenRequest request = new AccessTokenRequest(assertion);

        assertThat(enrollment().accessToken(request, "a")).isInstanceOf(AccessTokenResult.Granted.class);
        assertThat(enrollment().accessToken(request, "a")).isEqualTo(new AccessTokenResult.Refused());
        assertThat(token(agent.id(), TestAgent.newKeyPair())).isEqualTo(new AccessTokenResult.Refused());
        assertThat(token(DeviceId.random(), agent.deviceKeyPair())).isEqualTo(new AccessTokenResult.Refused());
        assertThat(enrollment().accessToken(new AccessTokenRequest("junk"), "a"))
                .isEqualTo(new AccessTokenResult.Refused());
        assertThat(told(agent)).anyMatch(entry -> entry.startsWith("agent_token_refused: USED"));
    }
}
