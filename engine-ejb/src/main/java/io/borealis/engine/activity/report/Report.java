package io.borealis.engine.activity.report;

import io.borealis.persistence.UnitOfWork;
import io.borealis.persistence.device.DeviceScope;
import io.borealis.protocol.device.DeviceId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A report: a question that is asked page by page, and a row whose components are its columns. Whatever is a page, a file or a
 * parameter of one is so of all of them. Immutable.
 *
 * @param <R> a row
 */
public final class Report<R extends Record> {
    private static final Pattern NAME = Pattern.compile(".{1,128}", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** What each operator, device or site did or saw. */
    public static final Report<AccessSummary> ACCESS = new Report<>(
            "access",
            AccessSummary.class,
            Set.of("by", "device", "site", "operator", "from", "until"),
            filter -> filter.by().orElse(AccessBy.OPERATOR) == AccessBy.OPERATOR ? NAME : ID,
            AccessQuestions::key,
            AccessQuestions::summaries,
            true);

    /** What was tried and refused. */
    public static final Report<Refusal> REFUSALS = new Report<>(
            "refusals",
            Refusal.class,
            Set.of("device", "site", "operator", "from", "until"),
            filter -> NUMBER,
            row -> Long.toString(row.activityId()),
            AccessQuestions::refusals,
            true);

    /** Devices that did not connect for so many days. */
    public static final Report<UnseenDevice> DEVICES_NOT_SEEN = new Report<>(
            "devices-not-seen",
            UnseenDevice.class,
            Set.of("days", "device", "site"),
            filter -> ID,
            row -> row.agentId().toString(),
            UnusedQuestions::devices,
            false);

    /** What was given and not used for so many days. */
    public static final Report<UnusedGrant> GRANTS_NOT_USED = new Report<>(
            "grants-not-used",
            UnusedGrant.class,
            Set.of("days", "device", "site"),
            filter -> ID,
            row -> row.grantId().toString(),
            UnusedQuestions::grants,
            false);

    /** What people settled for others. */
    public static final Report<AdministratorAct> ACTS = new Report<>(
            "acts",
            AdministratorAct.class,
            Set.of("about", "device", "operator", "from", "until"),
            filter -> NUMBER,
            row -> Long.toString(row.activityId()),
            ActQuestions::acts,
            false);

    private static final List<Report<?>> ALL = List.of(ACCESS, REFUSALS, DEVICES_NOT_SEEN, GRANTS_NOT_USED, ACTS);

    private final String name;
    private final Class<R> row;
    private final Set<String> takes;
    private final Function<ReportFilter, Pattern> keyForm;
    private final Function<R, String> key;
    private final Question<R> question;
    private final boolean sums;

    /**
     * Who asks for what, in one unit of work.
     *
     * @param filter with a begin and an end
     * @param limit the devices within reach; empty for all, and for what is about none
     */
    record Asked(
            UnitOfWork work,
            ReportFilter filter,
            Optional<DeviceScope> limit,
            Predicate<DeviceId> connected,
            Instant now) {
        Instant from() {
            return filter.from().orElse(Instant.EPOCH);
        }

        /** No later than now: what lives has come to this. */
        Instant until() {
            return filter.until().filter(end -> end.isBefore(now)).orElse(now);
        }
    }

    /** What follows a key; empty when a key that has to be there is not. */
    @FunctionalInterface
    interface Question<R> {
        Optional<List<R>> rows(Asked asked, Optional<String> after, int most);
    }

    private Report(
            String name,
            Class<R> row,
            Set<String> takes,
            Function<ReportFilter, Pattern> keyForm,
            Function<R, String> key,
            Question<R> question,
            boolean sums) {
        this.name = name;
        this.row = row;
        this.takes = takes;
        this.keyForm = keyForm;
        this.key = key;
        this.question = question;
        this.sums = sums;
    }

    /** The one that is called so; empty when none is. */
    public static Optional<Report<?>> named(String name) {
        return ALL.stream().filter(report -> report.name.equals(name)).findFirst();
    }

    /** As it stands in addresses and names of files. */
    public String name() {
        return name;
    }

    /** The first parameter that is asked and says nothing in this report; empty when all of them do. */
    public Optional<String> idleParameter(ReportFilter filter) {
        Map<String, String> asked = filter.asked();
        return Stream.of("by", "device", "site", "operator", "about", "days", "from", "until")
                .filter(one -> asked.containsKey(one) && !takes.contains(one))
                .findFirst();
    }

    /** Whether a page can begin after it. */
    public boolean isKey(ReportFilter filter, String after) {
        return keyForm.apply(filter).matcher(after).matches();
    }

    /** After which the next page begins. */
    public String key(R one) {
        return key.apply(one);
    }

    List<String> columns() {
        return RowColumns.of(row);
    }

    /** Whether each page of it reads the whole period, so that a page's period is bounded. */
    boolean sumsUp() {
        return sums;
    }

    Optional<List<R>> rows(Asked asked, Optional<String> after, int most) {
        return question.rows(asked, after, most);
    }
}
