package io.borealis.engine.activity.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.borealis.engine.EngineTest;
import io.borealis.engine.TestAgent;
import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.access.Role;
import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.persistence.access.AccountScope;
import io.borealis.persistence.access.Operator;
import io.borealis.persistence.activity.Activity;
import io.borealis.persistence.device.DeviceScope;
import io.borealis.protocol.device.DeviceId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ActivityHistoryTest extends EngineTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ActivityHistory history;
    private OperatorSession auditor;

    @BeforeEach
    void haveAnAuditor() {
        history = fixture.engine.activityHistory();
        auditor = new OperatorSession("s", "axel", Set.of(Role.AUDITOR), "192.0.2.44");
        fixture.database.run(work -> work.operators()
                .add(new Operator("axel", "no hash", List.of(Role.AUDITOR.group()), fixture.clock.instant())));
    }

    private void limit(DeviceId... devices) {
        Set<String> tags = Set.of("seen");
        fixture.database.run(work -> {
            for (DeviceId device : devices) {
                work.devices().find(device).orElseThrow().tag(tags);
            }
            work.scopes()
                    .add(new AccountScope("axel", new DeviceScope(Set.of(), tags), "root", fixture.clock.instant()));
        });
    }

    private List<ActivityView> page(HistoryFilter filter, Optional<Long> after, int most) {
        HistoryPage page = history.page(auditor, filter, after, most);
        assertThat(page).isInstanceOf(HistoryPage.Found.class);
        return ((HistoryPage.Found) page).page().items();
    }

    private static HistoryFilter events(ActivityEvent... events) {
        return new HistoryFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of(events),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static HistoryFilter search(Optional<Instant> from, Optional<Instant> until) {
        return new HistoryFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                from,
                until,
                Optional.of("SOMETHING"));
    }

    @Test
    void tellsEverythingToWhoIsNotLimited() {
        TestAgent agent = fixture.connectedAgent();
        fixture.engine
                .activity()
                .write(ActivityEntry.of(ActivityEvent.SITE_CREATED).by("root", "192.0.2.1"));

        List<ActivityView> rows = page(HistoryFilter.ALL, Optional.empty(), 500);

        assertThat(rows).extracting(ActivityView::event).contains("site_created", "agent_connected");
        assertThat(rows).extracting(ActivityView::agentId).contains(Optional.of(agent.id()), Optional.empty());
        assertThat(rows).isSortedAccordingTo((one, other) -> other.at().compareTo(one.at()));
    }

    @Test
    void tellsOfNothingThatIsOutsideOfReach() {
        TestAgent inside = fixture.connectedAgent();
        TestAgent outside = fixture.connectedAgent();
        limit(inside.id());

        List<ActivityView> rows = page(HistoryFilter.ALL, Optional.empty(), 500);

        assertThat(rows).isNotEmpty().allSatisfy(row -> assertThat(row.agentId())
                .contains(inside.id()));
        long hidden = fixture.database
                .read(work -> work.activity().newestOf(outside.id(), 1))
                .get(0)
                .id();
        assertThat(history.page(auditor, HistoryFilter.ALL, Optional.of(hidden), 10))
                .isInstanceOf(HistoryPage.UnknownRow.class);
        assertThat(history.page(auditor, HistoryFilter.ALL, Optional.of(987_654_321L), 10))
                .isInstanceOf(HistoryPage.UnknownRow.class);
    }

    @Test
    void goesOnAfterTheLastRowWhateverHappensMeanwhile() {
        for (int i = 0; i < 9; i++) {
            fixture.clock.advance(Duration.ofSeconds(i % 3));
            fixture.engine
                    .activity()
                    .write(ActivityEntry.of(ActivityEvent.SITE_CREATED).because("site " + i));
        }
        List<Long> all = page(events(ActivityEvent.SITE_CREATED), Optional.empty(), 500).stream()
                .map(ActivityView::activityId)
                .toList();
        List<Long> read = new ArrayList<>();
        List<ActivityView> page = page(events(ActivityEvent.SITE_CREATED), Optional.empty(), 4);
        while (!page.isEmpty()) {
            page.forEach(row -> read.add(row.activityId()));
            fixture.engine
                    .activity()
                    .write(ActivityEntry.of(ActivityEvent.SITE_CREATED).because("later"));
            page = page(events(ActivityEvent.SITE_CREATED), Optional.of(read.get(read.size() - 1)), 4);
        }
        assertThat(read).isEqualTo(all).hasSize(9);
    }

    @Test
    void looksForATextInNoLongerPeriodThanAPageWaitsFor() {
        Instant now = fixture.clock.instant();
        assertThat(history.page(auditor, search(Optional.empty(), Optional.empty()), Optional.empty(), 10))
                .isInstanceOf(HistoryPage.PeriodTooLong.class);
        Instant tooEarly = now.minus(ActivityHistory.LONGEST_SEARCH).minusSeconds(1);
        assertThat(history.page(auditor, search(Optional.of(tooEarly), Optional.empty()), Optional.empty(), 10))
                .isInstanceOf(HistoryPage.PeriodTooLong.class);
        assertThat(page(search(Optional.of(tooEarly.plusSeconds(2)), Optional.empty()), Optional.empty(), 10))
                .isEmpty();
        assertThatThrownBy(() -> search(Optional.of(now), Optional.of(now)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private ActivityExport granted(HistoryFilter filter, ExportForm form) {
        ExportResult result = history.export(auditor, filter, form);
        assertThat(result).isInstanceOf(ExportResult.Granted.class);
        return ((ExportResult.Granted) result).export();
    }

    private String exported(HistoryFilter filter, ExportForm form) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        granted(filter, form).writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void endsAnExportWithATrailerThatProvesWhatIsBeforeIt() throws Exception {
        fixture.engine
                .activity()
                .write(ActivityEntry.of(ActivityEvent.SITE_CREATED)
                        .by("=cmd|' /C calc'!A0", "192.0.2.1")
                        .because("a \"site\", 日本"));

        String json = exported(events(ActivityEvent.SITE_CREATED), ExportForm.JSON);
        String[] lines = json.split("\n");
        JsonNode trailer = JSON.readTree(lines[1]).get("trailer");
        assertThat(lines).hasSize(2);
        assertThat(JSON.readTree(lines[0]).get("operator").asText()).isEqualTo("=cmd|' /C calc'!A0");
        assertThat(trailer.get("count").asInt()).isEqualTo(1);
        assertThat(trailer.at("/filter/event").asText()).isEqualTo("site_created");
        assertThat(trailer.get("sha256").asText()).isEqualTo(sha256(lines[0] + "\n"));

        String csv = exported(events(ActivityEvent.SITE_CREATED), ExportForm.CSV);
        String[] rows = csv.split("\r\n");
        assertThat(rows).hasSize(3);
        assertThat(rows[1])
                .matches(
                        ".*,,,'=cmd\\|' /C calc'!A0,192.0.2.1,\"a \"\"site\"\", 日本\",[0-9]+,[0-9a-f]{64},[0-9a-f]{64}");
        String body = rows[0] + "\r\n" + rows[1] + "\r\n";
        assertThat(rows[2]).startsWith("end,").contains("\"\"sha256\"\":\"\"" + sha256(body) + "\"\"");
    }

    @Test
    void writesNoCellThatBeginsAsAFormula() {
        for (String first : List.of("=", "+", "-", "@", "\t", "\r")) {
            assertThat(ExportForm.cell(first + "1")).matches("(?s)\"?'.*");
        }
        assertThat(ExportForm.cell("x=1")).isEqualTo("x=1");
        assertThat(ExportForm.cell("a\r\nb")).isEqualTo("\"a\r\nb\"");
        assertThat(ExportForm.cell("")).isEmpty();
    }

    @Test
    void writesDownWhoExportedWhatAndLeavesThatRowOut() throws Exception {
        String json = exported(HistoryFilter.ALL, ExportForm.JSON);

        assertThat(json).doesNotContain("activity_exported");
        Activity row = fixture.database.read(work -> work.activity().newest(1)).get(0);
        assertThat(row.event()).isEqualTo("activity_exported");
        assertThat(row.username()).contains("axel");
        assertThat(row.remoteAddress()).contains("192.0.2.44");
        assertThat(row.detail()).contains("jsonl: everything within reach");
    }

    @Test
    void grantsNoMoreExportsThanItsRate() {
        List<ExportResult> results = Stream.generate(() -> history.export(auditor, HistoryFilter.ALL, ExportForm.CSV))
                .limit(11)
                .toList();
        assertThat(results.subList(0, 10)).allMatch(ExportResult.Granted.class::isInstance);
        assertThat(results.get(10)).isEqualTo(new ExportResult.TooOften(30));
    }

    @Test
    void writesEveryRowOnceHoweverManyAndKeepsNone() throws IOException {
        int rows = 20_000;
        for (int i = 0; i < rows; i += 5_000) {
            int from = i;
            fixture.database.run(work -> {
                for (int j = from; j < from + 5_000; j++) {
                    work.activity()
                            .add(new Activity(
                                    Instant.EPOCH.plusSeconds(j / 7),
                                    "site_created",
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.of("ada"),
                                    Optional.empty(),
                                    Optional.of("row " + j)));
                }
            });
        }
        Counted out = new Counted();
        granted(events(ActivityEvent.SITE_CREATED), ExportForm.JSON).writeTo(out);
        assertThat(out.lines).isEqualTo(rows + 1);
        assertThat(out.last()).contains("\"count\":" + rows);
        // No piece is larger than a batch: what was written is not kept
        assertThat(out.largest).isLessThan(ActivityExport.BATCH * 500);
        assertThat(out.pieces).isGreaterThan(rows / ActivityExport.BATCH);
    }

    /** Counts what is written, and keeps the last piece alone. */
    private static final class Counted extends OutputStream {
        private long lines;
        private int largest;
        private int pieces;
        private byte[] latest = new byte[0];

        @Override
        public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            for (int i = from; i < from + length; i++) {
                lines += bytes[i] == '\n' ? 1 : 0;
            }
            largest = Math.max(largest, length);
            pieces++;
            latest = Arrays.copyOfRange(bytes, from, from + length);
        }

        String last() {
            return new String(latest, StandardCharsets.UTF_8);
        }
    }
}
