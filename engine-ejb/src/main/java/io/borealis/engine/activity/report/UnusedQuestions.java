package io.borealis.engine.activity.report;

import io.borealis.engine.access.PortAccess;
import io.borealis.persistence.access.FiledRequest;
import io.borealis.persistence.access.PortGrant;
import io.borealis.persistence.access.UnusedRights;
import io.borealis.persistence.access.UnusedRights.Unused;
import io.borealis.persistence.device.Device;
import io.borealis.protocol.device.DeviceId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** What is there and was not used for so many days. */
final class UnusedQuestions {
    /** Without a number of days. */
    static final int USUAL_DAYS = 30;

    private UnusedQuestions() {}

    private static UnusedRights.Asked since(Report.Asked asked) {
        int days = asked.filter().days().orElse(USUAL_DAYS);
        return new UnusedRights.Asked(
                asked.filter().device(),
                asked.filter().site(),
                asked.limit(),
                asked.now().minus(Duration.ofDays(days)));
    }

    private static long daysSince(Instant moment, Report.Asked asked) {
        return Math.max(0, Duration.between(moment, asked.now()).toDays());
    }

    /** One that is connected is seen, however long ago it came. */
    static Optional<List<UnseenDevice>> devices(Report.Asked asked, Optional<String> after, int most) {
        List<Device> unseen = new ArrayList<>();
        Optional<UUID> last = after.map(UUID::fromString);
        List<Device> read;
        do {
            read = asked.work().unusedRights().devices(since(asked), last, most);
            read.stream()
                    .filter(device -> !asked.connected().test(device.id()))
                    .limit(most - unseen.size())
                    .forEach(unseen::add);
            last = read.isEmpty()
                    ? last
                    : Optional.of(read.get(read.size() - 1).id().value());
        } while (read.size() == most && unseen.size() < most);
        DeviceNames names = DeviceNames.of(asked.work(), unseen.stream().map(Device::id));
        return Optional.of(unseen.stream()
                .map(device -> new UnseenDevice(
                        device.id(),
                        names.nameOf(device.id()).orElse(""),
                        device.site(),
                        names.siteNameOf(device.id()).orElse(""),
                        device.state().name().toLowerCase(Locale.ROOT),
                        device.os(),
                        device.agentVersion(),
                        device.enrolledAt(),
                        device.lastSeenAt(),
                        daysSince(device.lastSeenAt().orElse(device.enrolledAt()), asked)))
                .toList());
    }

    /** Both kinds in the order of their ids, which are never the same. */
    static Optional<List<UnusedGrant>> grants(Report.Asked asked, Optional<String> after, int most) {
        UnusedRights rights = asked.work().unusedRights();
        Optional<UUID> last = after.map(UUID::fromString);
        List<Unused<PortGrant>> ports = rights.ports(since(asked), last, most);
        List<Unused<FiledRequest>> accesses = rights.accesses(since(asked), last, most);
        DeviceNames names = DeviceNames.of(
                asked.work(),
                Stream.concat(
                        ports.stream().map(one -> one.right().device()),
                        accesses.stream().map(one -> one.right().device().orElseThrow())));
        return Optional.of(Stream.concat(
                        ports.stream().map(one -> port(asked, one, names)),
                        accesses.stream().map(one -> access(asked, one, names)))
                .sorted(Comparator.comparing(row -> row.grantId().toString()))
                .limit(most)
                .toList());
    }

    private static UnusedGrant port(Report.Asked asked, Unused<PortGrant> one, DeviceNames names) {
        PortGrant grant = one.right();
        DeviceId id = grant.device();
        return new UnusedGrant(
                grant.id(),
                "port",
                id,
                names.nameOf(id).orElse(""),
                names.siteOf(id).orElseThrow(),
                names.siteNameOf(id).orElse(""),
                Optional.of(grant.rule().toString()),
                names.find(id).map(device -> PortAccess.defaultsOf(device).contains(grant.rule())),
                Optional.empty(),
                grant.grantedBy(),
                grant.grantedAt(),
                Optional.empty(),
                one.lastUsed(),
                daysSince(latest(grant.grantedAt(), one.lastUsed()), asked));
    }

    private static UnusedGrant access(Report.Asked asked, Unused<FiledRequest> one, DeviceNames names) {
        FiledRequest request = one.right();
        DeviceId id = request.device().orElseThrow();
        Instant given = request.decidedAt().orElseThrow();
        return new UnusedGrant(
                request.id(),
                "access",
                id,
                names.nameOf(id).orElse(""),
                names.siteOf(id).orElseThrow(),
                names.siteNameOf(id).orElse(""),
                Optional.empty(),
                Optional.empty(),
                Optional.of(request.askedBy()),
                request.decidedBy().orElse(""),
                given,
                request.endsAt(),
                one.lastUsed(),
                daysSince(latest(given, one.lastUsed()), asked));
    }

    private static Instant latest(Instant given, Optional<Instant> used) {
        return used.filter(given::isBefore).orElse(given);
    }
}
