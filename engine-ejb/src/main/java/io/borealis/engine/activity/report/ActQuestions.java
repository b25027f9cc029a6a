package io.borealis.engine.activity.report;

import io.borealis.persistence.activity.Activity;
import io.borealis.persistence.activity.ActivityFilter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What people settled for others, as rows of the activity that are of some kinds. */
final class ActQuestions {
    private ActQuestions() {}

    static Optional<List<AdministratorAct>> acts(Report.Asked asked, Optional<String> after, int most) {
        Optional<Activity> last =
                after.map(Long::valueOf).flatMap(asked.work().activity()::find).filter(row -> isSeen(asked, row));
        if (after.isPresent() && last.isEmpty()) {
            return Optional.empty();
        }
        ReportFilter filter = asked.filter();
        Set<ActsAbout> about = filter.about().isEmpty() ? Set.of(ActsAbout.values()) : filter.about();
        ActivityFilter rows = new ActivityFilter(
                filter.device(),
                Optional.empty(),
                filter.operator(),
                Optional.empty(),
                about.stream().flatMap(ActsAbout::events).collect(Collectors.toSet()),
                filter.from(),
                filter.until(),
                Optional.empty());
        List<Activity> page = asked.work().activity().page(rows, asked.limit(), last, most);
        DeviceNames devices = DeviceNames.of(asked.work(), page.stream().flatMap(row -> row.device().stream()));
        return Optional.of(page.stream().map(row -> act(row, devices)).toList());
    }

    private static boolean isSeen(Report.Asked asked, Activity row) {
        return asked.limit()
                .map(scope -> row.device()
                        .flatMap(asked.work().devices()::find)
                        .filter(scope::covers)
                        .isPresent())
                .orElse(true);
    }

    private static AdministratorAct act(Activity row, DeviceNames devices) {
        return new AdministratorAct(
                row.id(),
                row.at(),
                ActsAbout.of(row.event()).map(ActsAbout::wireName).orElse(""),
                row.event(),
                row.username(),
                row.remoteAddress(),
                row.device(),
                row.device().flatMap(devices::nameOf),
                row.detail());
    }
}
