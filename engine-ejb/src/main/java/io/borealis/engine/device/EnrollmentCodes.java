package io.borealis.engine.device;

import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.engine.token.EngineKeys;
import io.borealis.persistence.Database;
import io.borealis.persistence.device.IssuedEnrollmentCode;
import io.borealis.protocol.device.EnrollmentCode;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
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

    /** Makes a code; it is shown once. */
    public IssuedCode create(OperatorSession admin, CodeTerms terms) {
        EnrollmentCode code =
                EnrollmentCode.generate(random, keys.caCertificate().der());
        Instant now = clock.instant();
        IssuedCode issued = new IssuedCode(
                UUID.randomUUID(),
                code,
                terms.uses(),
                now.plus(terms.life()),
                terms.autoApprove().map(now::plus));
        database.run(work -> {
            work.enrollment()
                    .add(new IssuedEnrollmentCode(
                            issued.id(),
                            code.lookupHash(),
                            admin.username(),
                            now,
                            issued.expiresAt(),
                            terms.uses(),
                            issued.autoApproveUntil()));
            activity.write(
                    work,
                    ActivityEntry.of(ActivityEvent.ENROLLMENT_CODE_CREATED)
                            .by(admin.username(), admin.remoteAddress())
                            .because("code " + issued.id() + " for " + terms.uses() + " devices until "
                                    + issued.expiresAt()));
        });
        return issued;
    }
}
