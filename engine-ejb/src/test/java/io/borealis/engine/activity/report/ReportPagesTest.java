package io.borealis.engine.activity.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.borealis.engine.EngineTest;
import io.borealis.engine.TestAgent;
import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.access.PortAccess;
import io.borealis.engine.access.Role;
import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.history.ExportForm;
import io.borealis.persistence.access.AccountScope;
import io.borealis.persistence.access.Operator;
import io.borealis.persistence.device.DeviceScope;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.device.DeviceId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The reports that sum up and list, each as pages and as a file. */
class ReportPagesTest extends EngineTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Reports reports;
    private OperatorSession auditor;

    @BeforeEach
    void haveAnAuditor() {
        reports = fixture.engine.reports();
        auditor = new OperatorSession("s", "axel", Set.of(Role.AUDITOR), "192.0.2.44");
        fixture.database.run(work -> work.operators()
                .add(new Operator("axel", "no hash", List.of(Role.AUDITOR.group()), fixture.clock.instant())));
    }

    private void limit(DeviceId device) {
        Set<String> tags = Set.of("seen");
        fixture.database.run(work -> {
            work.devices().find(device).orElseThrow().tag(tags);
            work.scopes()
                    .add(new AccountScope("axel", new DeviceScope(Set.of(), tags), "root", fixture.clock.instant()));
        });
    }

    private static ReportFilter by(AccessBy by) {
        ReportFilter all = ReportFilter.ALL;
        return new ReportFilter(
                all.device(),
                all.site(),
                all.operator(),
                Optional.of(by),
                all.about(),
                all.days(),
                all.from(),
                all.until());
    }

    private static ReportFilter about(ActsAbout... kinds) {
        ReportFilter all = ReportFilter.ALL;
        return new ReportFilter(
                all.device(), all.site(), all.operator(), all.by(), Set.of(kinds), all.days(), all.from(), all.until());
    }

    private static ReportFilter days(int days) {
        ReportFilter all = ReportFilter.ALL;
        return new ReportFilter(
                all.device(),
                all.site(),
                all.operator(),
                all.by(),
                all.about(),
                Optional.of(days),
                all.from(),
                all.until());
    }

    private static ReportFilter from(Instant begin, ReportFilter filter) {
        return new ReportFilter(
                filter.device(),
                filter.site(),
                filter.operator(),
                filter.by(),
                filter.about(),
                filter.days(),
                Optional.of(begin),
                Optional.empty());
    }

    private ReportFilter lately(ReportFilter filter) {
        return from(fixture.clock.instant().minus(Duration.ofDays(2)), filter);
    }

    private <R extends Record> ReportPage.Found<R> found(
            Report<R> report, ReportFilter filter, Optional<String> after, int most) {
        ReportPage<R> page = reports.page(auditor, report, filter, after, most);
        assertThat(page).isInstanceOf(ReportPage.Found.class);
        return (ReportPage.Found<R>) page;
    }

    private <R extends Record> List<R> rows(Report<R> report, ReportFilter filter) {
        return found(report, filter, Optional.empty(), 100).page().items();
    }

    private String exported(Report<?> report, ReportFilter filter, ExportForm form) throws IOException {
        ReportExportResult result = reports.export(auditor, report, filter, form);
        assertThat(result).isInstanceOf(ReportExportResult.Granted.class);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ((ReportExportResult.Granted) result).export().writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private void write(ActivityEvent event, Optional<DeviceId> device, String name, String why) {
        ActivityEntry entry = ActivityEntry.of(event);
        fixture.engine
                .activity()
                .write(device.map(entry::on).orElse(entry).by(name, "192.0.2.7").because(why));
    }

    /** Ada opens a tunnel and is in it for 90 seconds, bob for 30 of them; one terminal, one refused. */
    private TestAgent lived() {
        TestAgent agent = fixture.connectedAgent();
        OperatorSession ada = fixture.operator("ada");
        OperatorSession bob = fixture.operator("bob");
        openUp(agent, ada);
        fixture.clock.advance(Duration.ofSeconds(60));
        broker().open(bob, agent.id());
        write(ActivityEvent.TERMINAL_OPENED, Optional.of(agent.id()), "ada", "terminal t1");
        write(ActivityEvent.TERMINAL_REFUSED, Optional.of(agent.id()), "bob", "too many");
        fixture.clock.advance(Duration.ofSeconds(30));
        broker().leave(bob, agent.id(), false);
        broker().leave(ada, agent.id(), false);
        fixture.clock.advance(Duration.ofSeconds(1));
        return agent;
    }

    @Test
    void sumsUpAccessByWhatIsAsked() {
        TestAgent agent = lived();
        List<AccessSummary> people = rows(Report.ACCESS, lately(ReportFilter.ALL));
        assertThat(people).extracting(row -> row.operator().orElse("")).contains("ada", "bob");
        AccessSummary ada = people.stream()
                .filter(row -> row.operator().equals(Optional.of("ada")))
                .findFirst()
                .orElseThrow();
        assertThat(List.of(ada.opened(), ada.joined(), ada.terminals(), ada.refusals()))
                .containsExactly(1L, 0L, 1L, 0L);
        assertThat(ada.seconds()).isBetween(90L, 95L);
        AccessSummary device = rows(Report.ACCESS, lately(by(AccessBy.DEVICE))).get(0);
        assertThat(device.agentId()).contains(agent.id());
        assertThat(device.site()).contains("default");
        assertThat(List.of(device.opened(), device.joined(), device.terminals(), device.refusals()))
                .containsExactly(1L, 1L, 1L, 1L);
        assertThat(device.seconds()).isBetween(120L, 128L);
        AccessSummary site = rows(Report.ACCESS, lately(by(AccessBy.SITE))).get(0);
        assertThat(site.site()).contains("default");
        assertThat(site.seconds()).isEqualTo(device.seconds());
        assertThat(site.agentId()).isEmpty();
    }

    @Test
    void goesOnAfterAKeyWithinTheSamePeriod() {
        lived();
        List<String> read = new ArrayList<>();
        ReportFilter filter = lately(ReportFilter.ALL);
        ReportPage.Found<AccessSummary> page = found(Report.ACCESS, filter, Optional.empty(), 1);
        Optional<Instant> end = page.filter().until();
        while (true) {
            page.page().items().forEach(row -> read.add(Report.ACCESS.key(row)));
            assertThat(page.filter().until()).isEqualTo(end).isPresent();
            if (!page.page().more()) {
                break;
            }
            fixture.clock.advance(Duration.ofSeconds(5));
            page = found(Report.ACCESS, page.filter(), Optional.of(read.get(read.size() - 1)), 1);
        }
        assertThat(read).contains("ada", "bob").doesNotHaveDuplicates();
    }

    @Test
    void refusesAPageOfAPeriodThatIsTooLongAndGivesTheExport() throws IOException {
        lived();
        assertThat(reports.page(auditor, Report.ACCESS, ReportFilter.ALL, Optional.empty(), 10))
                .isEqualTo(new ReportPage.PeriodTooLong<>(Duration.ofDays(92)));
        assertThat(exported(Report.ACCESS, ReportFilter.ALL, ExportForm.JSON)).contains("\"operator\":\"ada\"");
        ReportFilter tomorrow = from(fixture.clock.instant().plus(Duration.ofDays(1)), ReportFilter.ALL);
        assertThat(rows(Report.ACCESS, tomorrow)).isEmpty();
        assertThat(rows(Report.REFUSALS, tomorrow)).isEmpty();
    }

    @Test
    void countsTheSameRefusalsTogether() {
        TestAgent agent = fixture.connectedAgent();
        for (int i = 0; i < 3; i++) {
            fixture.clock.advance(Duration.ofSeconds(1));
            write(ActivityEvent.LOGIN_REFUSED, Optional.empty(), "eve", "wrong password");
        }
        write(ActivityEvent.LOGIN_REFUSED, Optional.empty(), "eve", "41 more from 192.0.2.7 in 60 s; the last: eve");
        write(ActivityEvent.TERMINAL_REFUSED, Optional.of(agent.id()), "ada", "no tunnel");
        List<Refusal> rows = rows(Report.REFUSALS, lately(ReportFilter.ALL));
        assertThat(rows).extracting(Refusal::event).startsWith("terminal_refused", "login_refused", "login_refused");
        assertThat(rows).extracting(Refusal::count).startsWith(1L, 41L, 3L);
        assertThat(rows.get(2).first()).isBefore(rows.get(2).last());
        assertThat(rows.get(0).device()).isPresent();
        limit(agent.id());
        assertThat(rows(Report.REFUSALS, lately(ReportFilter.ALL)))
                .extracting(Refusal::event)
                .containsExactly("terminal_refused");
    }

    @Test
    void tellsDevicesThatAreNotSeenAndNoneThatIsConnected() {
        TestAgent connected = fixture.connectedAgent();
        TestAgent silent = fixture.enrolledAgent();
        fixture.clock.advance(Duration.ofDays(40));
        List<UnseenDevice> rows = rows(Report.DEVICES_NOT_SEEN, days(30));
        assertThat(rows).extracting(UnseenDevice::agentId).contains(silent.id()).doesNotContain(connected.id());
        assertThat(rows.get(0).days()).isBetween(40L, 41L);
        assertThat(rows(Report.DEVICES_NOT_SEEN, days(50))).isEmpty();
        limit(connected.id());
        assertThat(rows(Report.DEVICES_NOT_SEEN, days(30))).isEmpty();
    }

    @Test
    void tellsGrantsThatNobodyUsed() {
        TestAgent agent = fixture.connectedAgent();
        OperatorSession ada = fixture.operator("ada");
        fixture.engine
                .portAccess()
                .set(
                        ada,
                        agent.id(),
                        new PortAccess.Wanted(
                                List.of(PortRule.tcp(8080), PortRule.tcp(5985)),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()));
        assertThat(rows(Report.GRANTS_NOT_USED, days(30))).isEmpty();
        fixture.clock.advance(Duration.ofDays(31));
        List<UnusedGrant> rows = rows(Report.GRANTS_NOT_USED, days(30));
        assertThat(rows).extracting(row -> row.rule().orElse("")).containsExactlyInAnyOrder("tcp/8080", "tcp/5985");
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.kind()).isEqualTo("port");
            assertThat(row.grantedBy()).isEqualTo("ada");
            assertThat(row.days()).isEqualTo(31);
            assertThat(row.lastUsedAt()).isEmpty();
            assertThat(row.byDefault()).contains(row.rule().equals(Optional.of("tcp/5985")));
        });
        assertThat(found(Report.GRANTS_NOT_USED, days(30), Optional.of(Report.GRANTS_NOT_USED.key(rows.get(0))), 10)
                        .page()
                        .items())
                .containsExactly(rows.get(1));
    }

    @Test
    void tellsWhatWasSettledByItsKind() {
        TestAgent agent = fixture.connectedAgent();
        write(ActivityEvent.SITE_CREATED, Optional.empty(), "root", "site north");
        write(ActivityEvent.DEVICE_RENAMED, Optional.of(agent.id()), "root", "till 1");
        List<AdministratorAct> rows = rows(Report.ACTS, about(ActsAbout.SITES, ActsAbout.DEVICES));
        assertThat(rows).extracting(AdministratorAct::about).containsExactly("devices", "sites");
        assertThat(rows.get(0).operator()).contains("root");
        assertThat(rows.get(0).device()).isPresent();
        String first = Report.ACTS.key(rows.get(0));
        assertThat(found(Report.ACTS, about(ActsAbout.SITES), Optional.of(first), 10)
                        .page()
                        .items())
                .hasSize(1);
        limit(agent.id());
        assertThat(reports.page(auditor, Report.ACTS, ReportFilter.ALL, Optional.of(Report.ACTS.key(rows.get(1))), 10))
                .isEqualTo(new ReportPage.UnknownRow<>());
        assertThat(rows(Report.ACTS, about(ActsAbout.SITES))).isEmpty();
        for (ActivityEvent event : ActivityEvent.values()) {
            assertThat(List.of(ActsAbout.values()).stream()
                            .filter(kind -> kind.events().anyMatch(event.wireName()::equals)))
                    .as(event.wireName())
                    .hasSizeLessThan(2);
        }
    }

    @Test
    void writesTheColumnsOfItsRowsAndATrailerWithTheEndOfTheChain() throws IOException {
        lived();
        write(ActivityEvent.LOGIN_REFUSED, Optional.empty(), "=cmd", "wrong password");
        String csv = exported(Report.REFUSALS, ReportFilter.ALL, ExportForm.CSV);
        assertThat(csv)
                .startsWith("activity_id,event,operator,address,agent_id,device,reason,count,first,last\r\n")
                .contains(",login_refused,'=cmd,192.0.2.7,,,wrong password,1,");
        String[] lines =
                exported(Report.ACTS, ReportFilter.ALL, ExportForm.JSON).split("\n");
        JsonNode trailer = JSON.readTree(lines[lines.length - 1]).get("trailer");
        assertThat(trailer.get("report").asText()).isEqualTo("acts");
        assertThat(trailer.get("count").asInt()).isEqualTo(lines.length - 1);
        assertThat(trailer.at("/head/hash").asText()).hasSize(64);
        assertThat(trailer.get("sha256").asText()).hasSize(64);
    }

    @Test
    void knowsItsParametersAndKeys() {
        assertThat(Report.named("acts")).contains(Report.ACTS);
        assertThat(Report.named("sessions")).isEmpty();
        assertThat(Report.ACTS.idleParameter(days(3))).contains("days");
        assertThat(Report.ACCESS.idleParameter(by(AccessBy.SITE))).isEmpty();
        assertThat(Report.ACCESS.isKey(by(AccessBy.SITE), "ada")).isFalse();
        assertThat(Report.ACCESS.isKey(ReportFilter.ALL, "ada")).isTrue();
    }
}
