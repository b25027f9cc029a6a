package io.borealis.engine.device;

import io.borealis.engine.Page;
import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.engine.token.EngineKeys;
import io.borealis.persistence.Database;
import io.borealis.persistence.device.IssuedEnrollmentCode;
import io.borealis.persistence.device.Site;
import io.borealis.protocol.device.EnrollmentCode;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The codes with which devices enrol. Thread-safe. */
public final class EnrollmentCodes {
    private final Database database;
    private final ActivityLog activity;
    private final EngineKeys keys;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public EnrollmentCodes(Database database, ActivityLog activity, EngineKeys keys, Clock clock) {
        this.database = database;
        this.activity = activity;
        this.keys = keys;
        this.clock = clock;
    }

    /** Makes a code; it is shown once. Empty when there is no such site. */
    public Optional<IssuedCode> create(OperatorSession admin, CodeTerms terms) {
        EnrollmentCode code =
                EnrollmentCode.generate(random, keys.caCertificate().der());
        Instant now = clock.instant();
        IssuedCode issued = new IssuedCode(
                UUID.randomUUID(),
                code,
                terms.label(),
                terms.uses(),
                now.plus(terms.life()),
                terms.autoApprove().map(now::plus),
                terms.site().orElse(Site.DEFAULT));
        return database.decide(work -> {
            Optional<Site> site = work.sites().find(issued.siteId());
            if (site.isEmpty()) {
                return Optional.empty();
            }
            work.enrollment()
                    .add(new IssuedEnrollmentCode(
                            issued.id(),
                            code.lookupHash(),
                            admin.username(),
                            now,
                            issued.expiresAt(),
                            terms.uses(),
                            issued.autoApproveUntil(),
                            terms.label(),
                            issued.siteId()));
            activity.write(
                    work,
                    ActivityEntry.of(ActivityEvent.ENROLLMENT_CODE_CREATED)
                            .by(admin.username(), admin.remoteAddress())
                            .because(nameOf(issued.id(), terms.label()) + " for " + terms.uses() + " devices of "
                                    + site.get().name() + " until " + issued.expiresAt()));
            return Optional.of(issued);
        });
    }

    /** Which code is meant, for a row of activity. */
    static String nameOf(UUID id, Optional<String> label) {
        return "code " + id + label.map(text -> " (" + text + ")").orElse("");
    }

    /**
     * Codes, the newest first; empty when there is no code {@code after}.
     *
     * @param after the last one of the page before; empty for the first page
     * @param most 1 to {@link Page#LONGEST}
     */
    public Optional<Page<CodeView>> page(Optional<UUID> after, int most) {
        return database.read(work -> {
            Optional<IssuedEnrollmentCode> last = after.flatMap(work.enrollment()::findCode);
            return last.isEmpty() && after.isPresent()
                    ? Optional.empty()
                    : Optional.of(Page.of(work.enrollment().codes(last, most + 1), most)
                            .map(this::view));
        });
    }

    private CodeView view(IssuedEnrollmentCode code) {
        return new CodeView(
                code.id(),
                code.label(),
                code.createdBy(),
                code.createdAt(),
                code.expiresAt(),
                code.uses(),
                code.usesLeft(),
                code.autoApproveUntil(),
                code.site(),
                code.revokedAt(),
                code.revokedBy(),
                code.revokeReason(),
                code.isUsable(clock.instant()));
    }

    /**
     * Takes the code back: nobody enrols with it any more, and who did stays enrolled. False when there is no such code;
     * nothing is written when it was taken back before.
     *
     * @param reason in the administrator's words
     */
    public boolean revoke(OperatorSession admin, UUID id, Optional<String> reason) {
        return database.decide(work -> {
            Optional<IssuedEnrollmentCode> found = work.enrollment().findCode(id);
            found.filter(code -> code.revokedAt().isEmpty()).ifPresent(code -> {
                code.revoke(admin.username(), reason, clock.instant());
                activity.write(
                        work,
                        ActivityEntry.of(ActivityEvent.ENROLLMENT_CODE_REVOKED)
                                .by(admin.username(), admin.remoteAddress())
                                .because(nameOf(id, code.label())
                                        + reason.map(why -> ": " + why).orElse("")));
            });
            return found.isPresent();
        });
    }
}
