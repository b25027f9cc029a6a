package io.borealis.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.borealis.persistence.activity.Activity;
import io.borealis.persistence.activity.Some;
import io.borealis.persistence.activity.TunnelFilter;
import io.borealis.persistence.device.DeviceScope;
import io.borealis.persistence.tunnel.Lease;
import io.borealis.persistence.tunnel.Tunnel;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.EndReason;
import io.borealis.protocol.tunnel.TunnelId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Each report, asked through the repositories and by a loop over the rows. */
abstract class ReportContract extends AccessReportContract {
    private static final int EACH = 4;

    /** A question, and the same for one row after the other. */
    record Question(String name, TunnelFilter filter, Optional<DeviceScope> scope, Predicate<TunnelRow> fits) {}

    private static TunnelFilter filter(
            Optional<DeviceId> device,
            Optional<UUID> site,
            Optional<String> username,
            Optional<EndReason> reason,
            boolean june) {
        return new TunnelFilter(
                device,
                site,
                username,
                reason,
                june ? Optional.of(JUNE) : Optional.empty(),
                june ? Optional.of(JULY) : Optional.empty());
    }

    private static TunnelFilter period(boolean june) {
        return filter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), june);
    }

    /** Each filter alone in the window of a month, several together, and within a reach. */
    List<Question> monthly() {
        DeviceId device = devices.get(3);
        Predicate<TunnelRow> june = row -> row.livedIn(JUNE, JULY);
        Predicate<TunnelRow> seven = row -> leases.stream()
                .anyMatch(lease ->
                        lease.tunnel().equals(row.id()) && lease.username().equals("operator 7"));
        Predicate<TunnelRow> idle = row -> row.reason().equals(Optional.of(EndReason.IDLE_TIMEOUT));
        Optional<String> name = Optional.of("operator 7");
        Optional<EndReason> reason = Optional.of(EndReason.IDLE_TIMEOUT);
        return List.of(
                new Question("month", period(true), Optional.empty(), june),
                new Question(
                        "device",
                        filter(Optional.of(device), Optional.empty(), Optional.empty(), Optional.empty(), true),
                        Optional.empty(),
                        june.and(row -> row.device().equals(device))),
                new Question(
                        "site",
                        filter(Optional.empty(), Optional.of(site), Optional.empty(), Optional.empty(), true),
                        Optional.empty(),
                        june.and(row -> inSite.contains(row.device()))),
                new Question(
                        "operator",
                        filter(Optional.empty(), Optional.empty(), name, Optional.empty(), true),
                        Optional.empty(),
                        june.and(seven)),
                new Question(
                        "reason",
                        filter(Optional.empty(), Optional.empty(), Optional.empty(), reason, true),
                        Optional.empty(),
                        june.and(idle)),
                new Question(
                        "all together",
                        filter(Optional.of(devices.get(4)), Optional.of(site), name, reason, true),
                        Optional.of(new DeviceScope(Set.of(site), Set.of("till"))),
                        june.and(seven).and(idle).and(row -> row.device().equals(devices.get(4)))),
                new Question(
                        "within a site",
                        period(true),
                        Optional.of(new DeviceScope(Set.of(site), Set.of())),
                        june.and(row -> inSite.contains(row.device()))),
                new Question(
                        "within a tag and a device",
                        period(true),
                        Optional.of(new DeviceScope(Set.of(), Set.of("till"), Set.of(device))),
                        june.and(row ->
                                tagged.contains(row.device()) || row.device().equals(device))),
                new Question(
                        "nothing in reach",
                        period(true),
                        Optional.of(new DeviceScope(Set.of(), Set.of())),
                        row -> false));
    }

    List<Tunnel> page(Question question, Optional<Tunnel> after, int most) {
        return database().read(work -> work.tunnelHistory().page(question.filter(), question.scope(), after, most));
    }

    @Test
    void answersInPagesWhatALoopOverTheRowsAnswers() {
        List<Question> all = new ArrayList<>(monthly());
        all.add(new Question("everything", period(false), Optional.empty(), row -> true));
        for (Question question : all) {
            List<UUID> read = new ArrayList<>();
            Optional<Tunnel> last = Optional.empty();
            List<Tunnel> page;
            do {
                page = page(question, last, 97);
                page.forEach(tunnel -> read.add(tunnel.id().value()));
                last = page.isEmpty() ? Optional.empty() : Optional.of(page.get(page.size() - 1));
            } while (page.size() == 97);
            List<UUID> plain = tunnels.stream()
                    .filter(question.fits())
                    .sorted(TunnelRow.ORDER)
                    .map(TunnelRow::id)
                    .toList();
            assertThat(read).as(question.name()).isEqualTo(plain);
        }
    }

    @Test
    void knowsWhatWasOpenWhenThePeriodBegan() {
        assertThat(june()).anyMatch(row -> row.openedAt().isBefore(JUNE)).anyMatch(row -> row.endedAt()
                .isEmpty());
    }

    private List<Tunnel> inJune() {
        return page(monthly().get(0), Optional.empty(), 2_000);
    }

    @Test
    void tellsWhoSharedEachTunnel() {
        List<Tunnel> june = inJune();
        Map<TunnelId, Some<Lease>> shares =
                database().read(work -> work.tunnelHistory().shares(june, EACH));
        for (Tunnel tunnel : june) {
            List<LeaseRow> plain = leases.stream()
                    .filter(lease -> lease.tunnel().equals(tunnel.id().value()))
                    .sorted(Comparator.comparing(LeaseRow::joinedAt)
                            .thenComparing(lease -> lease.id().toString()))
                    .toList();
            Some<Lease> read = shares.getOrDefault(tunnel.id(), Some.none());
            assertThat(read.count()).isEqualTo(plain.size());
            assertThat(read.first())
                    .extracting(Lease::sessionId, Lease::username, Lease::joinedAt, Lease::leftAt)
                    .isEqualTo(plain.stream()
                            .limit(EACH)
                            .map(lease ->
                                    tuple(lease.id().toString(), lease.username(), lease.joinedAt(), lease.leftAt()))
                            .toList());
        }
        assertThat(shares.values()).anyMatch(some -> some.count() > EACH);
    }

    @Test
    void tellsWhichPortsWereAllowedMeanwhileAndHowManyTerminalsThereWere() {
        List<Tunnel> june = inJune();
        Map<TunnelId, Some<Activity>> changes =
                database().read(work -> work.tunnelHistory().portChanges(june, EACH));
        Map<TunnelId, Activity> first =
                database().read(work -> work.tunnelHistory().portsAtOpening(june));
        Map<TunnelId, Long> terminals =
                database().read(work -> work.tunnelHistory().terminals(june));
        for (Tunnel tunnel : june) {
            List<Long> plain = activity.stream()
                    .filter(row -> row.tellsPortsOf(tunnel.device())
                            && row.at().isAfter(tunnel.openedAt())
                            && tunnel.endedAt()
                                    .map(end -> row.at().isBefore(end))
                                    .orElse(true))
                    .sorted(Comparator.comparing(ActivityRow::at).thenComparing(ActivityRow::id))
                    .map(ActivityRow::id)
                    .toList();
            Some<Activity> read = changes.getOrDefault(tunnel.id(), Some.none());
            assertThat(read.count()).isEqualTo(plain.size());
            assertThat(read.first())
                    .extracting(Activity::id)
                    .isEqualTo(plain.stream().limit(EACH).toList());
            assertThat(Optional.ofNullable(first.get(tunnel.id())).map(Activity::id))
                    .isEqualTo(portsOf(tunnel.device(), tunnel.openedAt()));
            assertThat(terminals.getOrDefault(tunnel.id(), 0L))
                    .isEqualTo(activity.stream()
                            .filter(row -> row.event().equals("terminal_opened")
                                    && row.tunnel()
                                            .equals(Optional.of(tunnel.id().value())))
                            .count());
        }
        assertThat(changes.values()).anyMatch(some -> some.count() > EACH);
    }

    @Test
    void tellsWhatWasOpenAtAMoment() {
        Random random = new Random(3);
        int open = 0;
        for (int i = 0; i < 200; i++) {
            DeviceId device = devices.get(random.nextInt(devices.size()));
            Instant at = i % 2 == 0
                    ? tunnels.get(random.nextInt(TUNNELS)).openedAt()
                    : BEGIN.plusSeconds(random.nextInt(365 * 24 * 3600));
            Instant end = at.plus(1, ChronoUnit.MICROS);
            TunnelFilter filter = new TunnelFilter(
                    Optional.of(device),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(at),
                    Optional.of(end));
            List<Tunnel> read = page(new Question("", filter, Optional.empty(), row -> true), Optional.empty(), 50);
            assertThat(read)
                    .extracting(tunnel -> tunnel.id().value())
                    .isEqualTo(tunnels.stream()
                            .filter(row -> row.device().equals(device) && row.livedIn(at, end))
                            .sorted(TunnelRow.ORDER)
                            .map(TunnelRow::id)
                            .toList());
            assertThat(database()
                            .read(work -> work.tunnelHistory().portsAt(device, at))
                            .map(Activity::id))
                    .isEqualTo(portsOf(device, at));
            read.forEach(tunnel -> looksAt(tunnel, at));
            open += read.size();
        }
        assertThat(open).isGreaterThan(50);
    }

    private void looksAt(Tunnel tunnel, Instant at) {
        UUID id = tunnel.id().value();
        List<Lease> shares = database().read(work -> work.tunnelHistory().sharesAt(tunnel.id(), at, 100));
        assertThat(shares)
                .extracting(Lease::sessionId)
                .containsExactlyInAnyOrderElementsOf(leases.stream()
                        .filter(lease -> lease.tunnel().equals(id)
                                && !lease.joinedAt().isAfter(at)
                                && lease.leftAt().map(left -> left.isAfter(at)).orElse(true))
                        .map(lease -> lease.id().toString())
                        .toList());
        List<ActivityRow> until = activity.stream()
                .filter(row -> row.tunnel().equals(Optional.of(id)) && !row.at().isAfter(at))
                .toList();
        List<Activity> terminals = database().read(work -> work.tunnelHistory().terminalsAt(tunnel.id(), at, 100));
        assertThat(terminals)
                .extracting(Activity::id)
                .containsExactlyInAnyOrderElementsOf(until.stream()
                        .filter(row -> row.event().equals("terminal_opened")
                                && until.stream()
                                        .noneMatch(end -> end.event().equals("terminal_ended")
                                                && end.detail().startsWith(row.detail() + ",")))
                        .map(ActivityRow::id)
                        .toList());
    }
}
