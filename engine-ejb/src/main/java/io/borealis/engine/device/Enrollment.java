package io.borealis.engine.device;

import io.borealis.engine.Page;
import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.access.RateLimit;
import io.borealis.engine.access.SiteName;
import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.engine.activity.AddressBlock;
import io.borealis.engine.token.AccessTokens;
import io.borealis.engine.token.EngineKeys;
import io.borealis.persistence.Database;
import io.borealis.persistence.UnitOfWork;
import io.borealis.persistence.device.Device;
import io.borealis.persistence.device.FiledEnrollmentRequest;
import io.borealis.persistence.device.IssuedEnrollmentCode;
import io.borealis.persistence.device.Site;
import io.borealis.protocol.Ticker;
import io.borealis.protocol.device.AccessTokenRequest;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.DeviceKey;
import io.borealis.protocol.device.DeviceState;
import io.borealis.protocol.device.EnrollmentReply;
import io.borealis.protocol.device.EnrollmentReply.Status;
import io.borealis.protocol.device.EnrollmentRequest;
import io.borealis.protocol.device.TrustBundle;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** How a device becomes known: code, signed request, decision. Thread-safe. */
public final class Enrollment {
    private static final int REQUEST_ID_BYTES = 32;
    private static final int LONGEST_REQUEST_ID = 64;
    /** A request that waited longer for a decision waits for none any more. */
    static final Duration REQUEST_LIFE = Duration.ofDays(30);

    private static final String BY_CODE = "enrollment code";

    private final Database database;
    private final ActivityLog activity;
    private final EngineKeys keys;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final RateLimit byCode;
    private final RateLimit byAddress;
    private final RateLimit byKey;
    private final AgentAccess agentAccess;

    public Enrollment(Database database, ActivityLog activity, EngineKeys keys, Clock clock, Ticker ticker) {
        this.database = database;
        this.activity = activity;
        this.keys = keys;
        this.clock = clock;
        this.byCode = new RateLimit(120, Duration.ofSeconds(1), ticker);
        this.byAddress = new RateLimit(60, Duration.ofSeconds(2), ticker);
        this.byKey = new RateLimit(10, Duration.ofSeconds(5), ticker);
        this.agentAccess =
                new AgentAccess(database, activity, new AccessTokens(keys.accessKey()::current, clock), clock, ticker);
    }

    /** Takes a device's request; asking again with the same key and code answers with the same request. */
    public EnrollResult request(EnrollmentRequest request, String remoteAddress) {
        if (!byAddress.take(AddressBlock.of(remoteAddress))
                || !byCode.take(request.code().lookupHash())
                || !byKey.take(request.deviceKey().fingerprint())) {
            activity.write(ActivityEntry.of(ActivityEvent.ENROLLMENT_REFUSED)
                    .from(remoteAddress)
                    .because("too many requests"));
            return new EnrollResult.TooMany(byKey.retryAfterSeconds());
        }
        if (!request.isSignedByItsKey()) {
            return refused(EnrollResult.Why.BAD_SIGNATURE, request, remoteAddress);
        }
        return oneByOne(work -> file(work, request, remoteAddress));
    }

    // Addresses and uses are given one after the other: a hundred devices at once would only overtake each other
    private synchronized <T> T oneByOne(Function<UnitOfWork, T> decision) {
        return database.decide(decision);
    }

    private EnrollResult file(UnitOfWork work, EnrollmentRequest request, String remoteAddress) {
        Instant now = clock.instant();
        Optional<IssuedEnrollmentCode> code =
                work.enrollment().findCode(request.code().lookupHash());
        Optional<FiledEnrollmentRequest> before =
                code.flatMap(found -> work.enrollment().findRequest(request.deviceKey(), found));
        Optional<EnrollResult.Why> keptOut =
                code.flatMap(known -> stateOf(work, request.deviceKey())).flatMap(Enrollment::whyKeptOut);
        if (keptOut.isPresent()) {
            return refused(work, keptOut.get(), request, remoteAddress);
        }
        if (before.isPresent()) {
            return new EnrollResult.Accepted(replyTo(before.get()));
        }
        if (code.isEmpty() || !code.get().isUsable(now)) {
            return refused(work, EnrollResult.Why.CODE_NOT_VALID, request, remoteAddress);
        }
        code.get().use(now);
        FiledEnrollmentRequest filed =
                new FiledEnrollmentRequest(newRequestId(), request, code.get(), remoteAddress, now);
        work.enrollment().add(filed);
        activity.write(
                work,
                ActivityEntry.of(ActivityEvent.ENROLLMENT_REQUESTED)
                        .from(remoteAddress)
                        .because(request.hostname() + ", " + request.os() + ", key "
                                + request.deviceKey().fingerprint() + ", " + nameOf(code.get())));
        if (code.get().approvesBySelf(now)) {
            String maker =
                    ", by " + nameOf(code.get()) + ", which " + code.get().createdBy() + " made";
            enroll(work, filed, BY_CODE, remoteAddress, maker);
        }
        return new EnrollResult.Accepted(replyTo(filed));
    }

    private static Optional<DeviceState> stateOf(UnitOfWork work, DeviceKey key) {
        return work.devices().findByKey(key).map(Device::state);
    }

    private static Optional<EnrollResult.Why> whyKeptOut(DeviceState state) {
        return switch (state) {
            case ACTIVE, QUARANTINED -> Optional.empty();
            case DISABLED -> Optional.of(EnrollResult.Why.DEVICE_DISABLED);
            case REMOVED -> Optional.of(EnrollResult.Why.DEVICE_REMOVED);
        };
    }

    private EnrollResult refused(EnrollResult.Why why, EnrollmentRequest request, String remoteAddress) {
        return database.decide(work -> refused(work, why, request, remoteAddress));
    }

    private EnrollResult refused(
            UnitOfWork work, EnrollResult.Why why, EnrollmentRequest request, String remoteAddress) {
        activity.write(
                work,
                ActivityEntry.of(ActivityEvent.ENROLLMENT_REFUSED)
                        .from(remoteAddress)
                        .because(why + ": " + request.hostname() + ", key "
                                + request.deviceKey().fingerprint()));
        return new EnrollResult.Refused(why);
    }

    private String newRequestId() {
        byte[] id = new byte[REQUEST_ID_BYTES];
        random.nextBytes(id);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    }

    // A key that enrolled before stays the device that it is: identity is the key
    private void enroll(UnitOfWork work, FiledEnrollmentRequest filed, String by, String from, String how) {
        Instant now = clock.instant();
        Device device = work.devices().findByKey(filed.deviceKey()).orElseGet(() -> {
            Device fresh = new Device(
                    DeviceId.random(),
                    filed.deviceKey(),
                    filed.hostname(),
                    filed.os(),
                    filed.agentVersion(),
                    work.devices().freeAddressIndex(),
                    now);
            work.enrollment().findCode(filed.code()).ifPresent(code -> fresh.moveTo(code.site()));
            work.devices().add(fresh);
            return fresh;
        });
        filed.approve(device.id(), by, now);
        activity.write(
                work,
                ActivityEntry.of(ActivityEvent.ENROLLMENT_APPROVED)
                        .on(device.id())
                        .by(by, from)
                        .because(filed.hostname() + ", key " + filed.deviceKey().fingerprint() + how));
    }

    private static String nameOf(IssuedEnrollmentCode code) {
        return EnrollmentCodes.nameOf(code.id(), code.label());
    }

    /** An access token of 5 minutes for the enrolled device that proves its key. */
    public AccessTokenResult accessToken(AccessTokenRequest request, String remoteAddress) {
        return agentAccess.accessToken(request, remoteAddress);
    }

    /** Where a request stands; empty when there is none of this name. */
    public Optional<EnrollmentReply> reply(String requestId) {
        if (requestId.length() > LONGEST_REQUEST_ID) {
            return Optional.empty();
        }
        return database.read(work -> work.enrollment().findRequest(requestId).map(this::replyTo));
    }

    private EnrollmentReply replyTo(FiledEnrollmentRequest filed) {
        Status status = statusOf(filed);
        return new EnrollmentReply(
                filed.id(),
                status,
                filed.device(),
                status == Status.APPROVED
                        ? Optional.of(new TrustBundle(
                                keys.caCertificate().pem(),
                                keys.orchestrationKey().current().deviceKey()))
                        : Optional.empty());
    }

    private Status statusOf(FiledEnrollmentRequest filed) {
        boolean forgotten = filed.status() == Status.PENDING
                && clock.instant().isAfter(filed.requestedAt().plus(REQUEST_LIFE));
        return forgotten ? Status.EXPIRED : filed.status();
    }

    /**
     * The newest requests first.
     *
     * @param after the last one of the page before; empty for the first page
     * @param most 1 to {@link Page#LONGEST}
     * @return empty when there is no such request to go on after
     */
    public Optional<Page<EnrollmentView>> page(Optional<String> after, int most) {
        return database.read(work -> {
            Optional<FiledEnrollmentRequest> last =
                    after.filter(id -> id.length() <= LONGEST_REQUEST_ID).flatMap(work.enrollment()::findRequest);
            return after.isPresent() && last.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Page.of(work.enrollment().requests(last, most + 1), most)
                            .map(filed -> view(work, filed)));
        });
    }

    private EnrollmentView view(UnitOfWork work, FiledEnrollmentRequest filed) {
        Site site = work.sites().ofCode(filed.code());
        return new EnrollmentView(
                filed.id(),
                statusOf(filed),
                filed.hostname(),
                filed.os(),
                filed.agentVersion(),
                filed.deviceKey().fingerprint(),
                filed.remoteAddress(),
                new SiteName(site.id(), site.name()),
                filed.requestedAt(),
                filed.decidedAt(),
                filed.decidedBy(),
                filed.device());
    }

    public DecisionResult approve(OperatorSession admin, String requestId) {
        return decide(requestId, (work, filed) -> {
            Optional<DeviceState> keptOut = stateOf(work, filed.deviceKey()).filter(state -> !state.allowsChannel());
            if (keptOut.isPresent()) {
                return new DecisionResult.NotAllowed(keptOut.get());
            }
            enroll(work, filed, admin.username(), admin.remoteAddress(), "");
            return new DecisionResult.Decided(view(work, filed));
        });
    }

    public DecisionResult deny(OperatorSession admin, String requestId) {
        return decide(requestId, (work, filed) -> {
            filed.deny(admin.username(), clock.instant());
            activity.write(
                    work,
                    ActivityEntry.of(ActivityEvent.ENROLLMENT_DENIED)
                            .by(admin.username(), admin.remoteAddress())
                            .because(filed.hostname() + ", key "
                                    + filed.deviceKey().fingerprint()));
            return new DecisionResult.Decided(view(work, filed));
        });
    }

    private DecisionResult decide(
            String requestId, BiFunction<UnitOfWork, FiledEnrollmentRequest, DecisionResult> decision) {
        if (requestId.length() > LONGEST_REQUEST_ID) {
            return new DecisionResult.UnknownRequest();
        }
        return oneByOne(work -> {
            Optional<FiledEnrollmentRequest> filed = work.enrollment().findRequest(requestId);
            if (filed.isEmpty()) {
                return new DecisionResult.UnknownRequest();
            }
            Status status = statusOf(filed.get());
            if (status != Status.PENDING) {
                return new DecisionResult.AlreadyDecided(status);
            }
            return decision.apply(work, filed.get());
        });
    }
}
