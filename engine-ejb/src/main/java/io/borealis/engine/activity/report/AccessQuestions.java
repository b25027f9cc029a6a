package io.borealis.engine.activity.report;

import static io.borealis.engine.activity.ActivityEvent.AGENT_TOKEN_REFUSED;
import static io.borealis.engine.activity.ActivityEvent.ENROLLMENT_REFUSED;
import static io.borealis.engine.activity.ActivityEvent.LOGIN_REFUSED;
import static io.borealis.engine.activity.ActivityEvent.PASSWORD_CHANGE_REFUSED;
import static io.borealis.engine.activity.ActivityEvent.PEER_REFUSED;
import static io.borealis.engine.activity.ActivityEvent.ROLE_REFUSED;
import static io.borealis.engine.activity.ActivityEvent.SECOND_FACTOR_REFUSED;
import static io.borealis.engine.activity.ActivityEvent.TERMINAL_REFUSED;

import io.borealis.engine.activity.ActivityEvent;
import io.borealis.persistence.activity.AccessFilter;
import io.borealis.persistence.activity.AccessSum;
import io.borealis.persistence.activity.RefusalSum;
import io.borealis.persistence.device.Site;
import io.borealis.protocol.device.DeviceId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a period saw, summed up. */
final class AccessQuestions {
    /** What somebody or something tried and was not let. */
    static final Set<String> REFUSALS = Stream.of(
                    LOGIN_REFUSED,
                    SECOND_FACTOR_REFUSED,
                    PASSWORD_CHANGE_REFUSED,
                    ENROLLMENT_REFUSED,
                    AGENT_TOKEN_REFUSED,
                    PEER_REFUSED,
                    ROLE_REFUSED,
                    TERMINAL_REFUSED)
            .map(ActivityEvent::wireName)
            .collect(Collectors.toUnmodifiableSet());

    /** A row that stands for so many which were only counted. */
    private static final Pattern COUNTED = Pattern.compile("([0-9]{1,12}) more from .*", Pattern.DOTALL);

    private AccessQuestions() {}

    private static AccessFilter filter(Report.Asked asked) {
        ReportFilter filter = asked.filter();
        return new AccessFilter(
                filter.device(), filter.site(), filter.operator(), REFUSALS, asked.from(), asked.until());
    }

    static Optional<List<AccessSummary>> summaries(Report.Asked asked, Optional<String> after, int most) {
        if (!asked.from().isBefore(asked.until())) {
            return Optional.of(List.of());
        }
        AccessBy by = asked.filter().by().orElse(AccessBy.OPERATOR);
        Optional<Object> last = after.map(key -> by == AccessBy.OPERATOR ? key : UUID.fromString(key));
        List<AccessSum> sums = asked.work().accessHistory().sums(by.key(), filter(asked), asked.limit(), last, most);
        DeviceNames devices = by == AccessBy.DEVICE
                ? DeviceNames.of(asked.work(), sums.stream().map(sum -> new DeviceId((UUID) sum.key())))
                : DeviceNames.NONE;
        return Optional.of(sums.stream()
                .map(sum -> switch (by) {
                    case OPERATOR ->
                        summary(
                                sum,
                                Optional.of((String) sum.key()),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty());
                    case DEVICE -> {
                        DeviceId id = new DeviceId((UUID) sum.key());
                        yield summary(
                                sum,
                                Optional.empty(),
                                Optional.of(id),
                                devices.nameOf(id),
                                devices.siteOf(id),
                                devices.siteNameOf(id));
                    }
                    case SITE -> {
                        UUID id = (UUID) sum.key();
                        yield summary(
                                sum,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(id),
                                asked.work().sites().find(id).map(Site::name));
                    }
                })
                .toList());
    }

    private static AccessSummary summary(
            AccessSum sum,
            Optional<String> operator,
            Optional<DeviceId> agentId,
            Optional<String> device,
            Optional<UUID> siteId,
            Optional<String> site) {
        return new AccessSummary(
                operator,
                agentId,
                device,
                siteId,
                site,
                sum.opened(),
                sum.joined(),
                sum.seconds(),
                sum.terminals(),
                sum.refusals(),
                sum.first(),
                sum.last());
    }

    /** Of the one thing that it is summed up by. */
    static String key(AccessSummary row) {
        return row.operator()
                .or(() -> row.agentId().map(DeviceId::toString))
                .or(() -> row.siteId().map(UUID::toString))
                .orElseThrow();
    }

    static Optional<List<Refusal>> refusals(Report.Asked asked, Optional<String> after, int most) {
        List<RefusalSum> sums =
                asked.work().accessHistory().refusals(filter(asked), asked.limit(), after.map(Long::valueOf), most);
        DeviceNames devices = DeviceNames.of(asked.work(), sums.stream().flatMap(sum -> sum.device().stream()));
        return Optional.of(sums.stream()
                .map(sum -> new Refusal(
                        sum.newest(),
                        sum.event(),
                        sum.username(),
                        sum.address(),
                        sum.device(),
                        sum.device().flatMap(devices::nameOf),
                        sum.detail(),
                        sum.rows() * eachOf(sum),
                        sum.first(),
                        sum.last()))
                .toList());
    }

    private static long eachOf(RefusalSum sum) {
        Matcher counted = COUNTED.matcher(sum.detail().orElse(""));
        return counted.matches() ? Long.parseLong(counted.group(1)) : 1;
    }
}
