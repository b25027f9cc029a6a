package io.borealis.engine.activity.report;

import static io.borealis.engine.activity.ActivityEvent.*;

import io.borealis.engine.activity.ActivityEvent;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Of which kind is what administrators settle. Each act is of one kind. */
public enum ActsAbout {
    ACCOUNTS(
            OPERATOR_CREATED,
            OPERATOR_DISABLED,
            OPERATOR_ENABLED,
            OPERATOR_ROLES_SET,
            PASSWORD_RESET,
            SECOND_FACTOR_RESET,
            ACCOUNT_SCOPE_SET),
    SITES(SITE_CREATED, SITE_RENAMED, SITE_REMOVED, SITE_PORTS_SET, SITE_APPROVAL_SET),
    CODES(ENROLLMENT_CODE_CREATED, ENROLLMENT_CODE_REVOKED),
    /** Of devices that want in, of access for a time and of wider ports. */
    APPROVALS(ENROLLMENT_APPROVED, ENROLLMENT_DENIED, REQUEST_APPROVED, REQUEST_REFUSED, ACCESS_ENDED),
    KEYS(KEY_ROTATION_STARTED, KEY_ROTATED, KEY_RETIRED),
    DEVICES(
            DEVICE_CLEARED,
            DEVICE_RENAMED,
            DEVICE_MOVED,
            DEVICE_TAGGED,
            DEVICE_DISABLED,
            DEVICE_ENABLED,
            DEVICE_QUARANTINED,
            DEVICE_REMOVED,
            DEVICE_READMITTED),
    /** Ports and idle time of a device. */
    SETTINGS(PORTS_SET, IDLE_TIME_SET),
    EXPORTS(ACTIVITY_EXPORTED);

    private final Set<ActivityEvent> events;

    ActsAbout(ActivityEvent first, ActivityEvent... others) {
        this.events = EnumSet.of(first, others);
    }

    Stream<String> events() {
        return events.stream().map(ActivityEvent::wireName);
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What is written so; empty when there is none. */
    public static Optional<ActsAbout> named(String wireName) {
        return Stream.of(values())
                .filter(one -> one.wireName().equals(wireName))
                .findFirst();
    }

    /** Of which kind an event is. */
    static Optional<ActsAbout> of(String event) {
        return Stream.of(values())
                .filter(one -> one.events().anyMatch(event::equals))
                .findFirst();
    }
}
