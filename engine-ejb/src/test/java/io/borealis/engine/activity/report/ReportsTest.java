package io.borealis.engine.activity.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

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
import io.borealis.persistence.activity.Activity;
import io.borealis.persistence.device.DeviceScope;
import io.borealis.persistence.tunnel.Lease;
import io.borealis.persistence.tunnel.Tunnel;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.EndReason;
import io.borealis.protocol.tunnel.Endpoint;
import io.borealis.protocol.tunnel.TunnelAddress;
import io.borealis.protocol.tunnel.TunnelId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReportsTest extends EngineTest {
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

    private List<TunnelSession> sessions(SessionFilter filter, Optional<TunnelId> after, int most) {
        SessionsPage page = reports.sessions(auditor, filter, after, most);
        assertThat(page).isInstanceOf(SessionsPage.Found.class);
        return ((SessionsPage.Found) page).page().items();
    }

    private static SessionFilter by(String operator) {
        return new SessionFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.of(operator),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private void terminal(TestAgent agent, TunnelId tunnel, ActivityEvent event, String detail) {
        fixture.engine
                .activity()
                .write(ActivityEntry.of(event)
                        .on(agent.id())
                        .in(tunnel)
                        .by("ada", "192.0.2.1")
                        .because(detail));
    }

    /** What was lived through, with moments between its steps. */
    private record Lived(TunnelId tunnel, Instant before, Instant withBob, Instant withoutBob, Instant after) {}

    /** A tunnel that ada opened, bob joined and left, whose ports changed, and in which a terminal was opened. */
    private Lived livedThrough(TestAgent agent) {
        OperatorSession ada = fixture.operator("ada");
        OperatorSession bob = fixture.operator("bob");
        Instant before = moment();
        TunnelId tunnel = openUp(agent, ada);
        fixture.clock.advance(Duration.ofSeconds(10));
        broker().open(bob, agent.id());
        set(ada, agent, "for the tills");
        terminal(agent, tunnel, ActivityEvent.TERMINAL_OPENED, "terminal t1");
        Instant withBob = moment();
        broker().leave(bob, agent.id(), false);
        terminal(agent, tunnel, ActivityEvent.TERMINAL_ENDED, "terminal t1, exit 0");
        fixture.engine.portAccess().reset(ada, agent.id(), Optional.empty());
        Instant withoutBob = moment();
        broker().leave(ada, agent.id(), false);
        return new Lived(tunnel, before, withBob, withoutBob, moment());
    }

    private void set(OperatorSession who, TestAgent agent, String comment) {
        PortRule rule = PortRule.tcp(3389);
        fixture.engine
                .portAccess()
                .set(
                        who,
                        agent.id(),
                        new PortAccess.Wanted(
                                List.of(rule), Optional.of(Map.of(rule, comment)), Optional.empty(), Optional.empty()));
    }

    /** A moment after all that was done and before all that comes. */
    private Instant moment() {
        fixture.clock.advance(Duration.ofSeconds(1));
        Instant moment = fixture.clock.instant();
        fixture.clock.advance(Duration.ofSeconds(1));
        return moment;
    }

    @Test
    void tellsATunnelFromItsOpeningToItsEnd() {
        TestAgent agent = fixture.connectedAgent();
        Lived lived = livedThrough(agent);

        TunnelSession row = sessions(SessionFilter.ALL, Optional.empty(), 10).get(0);

        assertThat(row.tunnelId()).isEqualTo(lived.tunnel());
        assertThat(row.agentId()).isEqualTo(agent.id());
        assertThat(row.site().name()).isEqualTo("default");
        assertThat(row.openedBy()).isEqualTo("ada");
        assertThat(row.openedAt()).isBetween(lived.before(), lived.withBob());
        Instant end = row.endedAt().orElseThrow();
        assertThat(end).isBetween(lived.withoutBob(), lived.after());
        assertThat(row.seconds()).contains(Duration.between(row.openedAt(), end).toSeconds());
        assertThat(row.reason()).contains(EndReason.OPERATOR_DISCONNECT);
        assertThat(row.terminals()).isEqualTo(1);
        assertThat(row.shares()).isEqualTo(2);
        assertThat(row.operators()).extracting(TunnelShare::operator).containsExactly("ada", "bob");
        assertThat(row.operators().get(1).joinedAt()).isBetween(row.openedAt().plusSeconds(10), lived.withBob());
        assertThat(row.operators().get(1).leftAt().orElseThrow()).isBetween(lived.withBob(), lived.withoutBob());
        assertThat(row.operators().get(0).leftAt().orElseThrow()).isBetween(lived.withoutBob(), lived.after());
        assertThat(row.portChanges()).isEqualTo(2);
        assertThat(row.ports())
                .extracting(PortList::defaults, PortList::setBy)
                .containsExactly(
                        tuple(true, Optional.empty()),
                        tuple(false, Optional.of("ada")),
                        tuple(true, Optional.of("ada")));
        assertThat(row.ports().get(0).rules()).contains("tcp/5985");
        assertThat(row.ports().get(1).rules()).containsExactly("tcp/3389");
        assertThat(row.ports().get(2).rules()).isEqualTo(row.ports().get(0).rules());
    }

    @Test
    void tellsWhatWasOpenAtAMomentAndWhoHadOpenedIt() {
        TestAgent agent = fixture.connectedAgent();
        Lived lived = livedThrough(agent);

        OpenAt open = openAt(agent.id(), lived.withBob());
        assertThat(open.tunnel().map(TunnelSession::tunnelId)).contains(lived.tunnel());
        assertThat(open.tunnel().map(TunnelSession::openedBy)).contains("ada");
        assertThat(open.operators()).extracting(TunnelShare::operator).containsExactly("ada", "bob");
        assertThat(open.ports().rules()).containsExactly("tcp/3389");
        assertThat(open.terminals()).extracting(OpenAt.OpenTerminal::terminal).containsExactly("t1");

        OpenAt later = openAt(agent.id(), lived.withoutBob());
        assertThat(later.operators()).extracting(TunnelShare::operator).containsExactly("ada");
        assertThat(later.terminals()).isEmpty();

        assertThat(openAt(agent.id(), lived.before()).tunnel()).isEmpty();
        assertThat(openAt(agent.id(), lived.before()).ports().defaults()).isTrue();
        assertThat(openAt(agent.id(), lived.after()).tunnel()).isEmpty();
        assertThat(openAt(agent.id(), lived.after()).operators()).isEmpty();
        Instant tomorrow = lived.after().plus(Duration.ofDays(1));
        assertThat(reports.openAt(auditor, agent.id(), tomorrow)).isEqualTo(new OpenAt.NotYet());
        assertThat(reports.openAt(auditor, DeviceId.random(), lived.after())).isEqualTo(new OpenAt.UnknownDevice());
    }

    private OpenAt openAt(DeviceId device, Instant at) {
        OpenAt.Result result = reports.openAt(auditor, device, at);
        assertThat(result).isInstanceOf(OpenAt.Found.class);
        return ((OpenAt.Found) result).open();
    }

    @Test
    void tellsOfNothingThatIsOutsideOfReach() throws Exception {
        TestAgent inside = fixture.connectedAgent();
        TestAgent outside = fixture.connectedAgent();
        OperatorSession ada = fixture.operator("ada");
        TunnelId seen = open(inside, ada);
        TunnelId hidden = open(outside, ada);
        limit(inside.id());

        assertThat(sessions(SessionFilter.ALL, Optional.empty(), 10))
                .extracting(TunnelSession::tunnelId)
                .containsExactly(seen);
        assertThat(reports.sessions(auditor, SessionFilter.ALL, Optional.of(hidden), 10))
                .isEqualTo(new SessionsPage.UnknownTunnel());
        assertThat(reports.sessions(auditor, SessionFilter.ALL, Optional.of(TunnelId.random()), 10))
                .isEqualTo(new SessionsPage.UnknownTunnel());
        assertThat(reports.openAt(auditor, outside.id(), fixture.clock.instant()))
                .isEqualTo(new OpenAt.UnknownDevice());
        assertThat(exported(SessionFilter.ALL, ExportForm.JSON))
                .contains(seen.toString())
                .doesNotContain(hidden.toString(), outside.id().toString());
    }

    private ReportExport granted(SessionFilter filter, ExportForm form) {
        ReportExportResult result = reports.exportSessions(auditor, filter, form);
        assertThat(result).isInstanceOf(ReportExportResult.Granted.class);
        return ((ReportExportResult.Granted) result).export();
    }

    private String exported(SessionFilter filter, ExportForm form) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        granted(filter, form).writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Many tunnels of one device that ended, several in the same moment. */
    private List<TunnelId> ended(DeviceId device, int number, String operator) {
        List<TunnelId> made = new ArrayList<>();
        fixture.database.run(work -> {
            for (int i = 0; i < number; i++) {
                Instant at = fixture.clock.instant().minusSeconds(100_000 - i / 3);
                Tunnel tunnel = new Tunnel(
                        TunnelId.random(),
                        device,
                        TunnelAddress.parse("10.255.0.2"),
                        Endpoint.parse("192.0.2.1:30000"),
                        Duration.ofMinutes(15),
                        operator,
                        at);
                tunnel.end(EndReason.IDLE_TIMEOUT, Optional.of("nothing, \"done\""), at.plusSeconds(7));
                work.tunnels().add(tunnel);
                Lease lease = new Lease(tunnel.id(), operator, "s" + i, at);
                lease.leave(at.plusSeconds(7));
                work.tunnels().add(lease);
                made.add(tunnel.id());
            }
        });
        return made;
    }

    @Test
    void goesOnAfterTheLastTunnelWhateverIsOpenedMeanwhile() {
        TestAgent agent = fixture.connectedAgent();
        List<TunnelId> made = ended(agent.id(), 9, "eve");
        List<TunnelId> read = new ArrayList<>();
        List<TunnelSession> page = sessions(by("eve"), Optional.empty(), 4);
        while (!page.isEmpty()) {
            page.forEach(row -> read.add(row.tunnelId()));
            ended(agent.id(), 1, "mallory");
            page = sessions(by("eve"), Optional.of(read.get(read.size() - 1)), 4);
        }
        assertThat(read).hasSize(9).containsExactlyInAnyOrderElementsOf(made);
    }

    @Test
    void endsAnExportWithATrailerThatTellsWhatIsBeforeIt() throws Exception {
        TestAgent agent = fixture.connectedAgent();
        ended(agent.id(), 1, "=cmd|' /C calc'!A0");

        String json = exported(by("=cmd|' /C calc'!A0"), ExportForm.JSON);
        String[] lines = json.split("\n");
        JsonNode trailer = JSON.readTree(lines[1]).get("trailer");
        assertThat(lines).hasSize(2);
        assertThat(JSON.readTree(lines[0]).get("opened_by").asText()).isEqualTo("=cmd|' /C calc'!A0");
        assertThat(JSON.readTree(lines[0]).get("reason").asText()).isEqualTo("idle_timeout");
        assertThat(trailer.get("report").asText()).isEqualTo("sessions");
        assertThat(trailer.get("count").asInt()).isEqualTo(1);
        assertThat(trailer.at("/filter/operator").asText()).isEqualTo("=cmd|' /C calc'!A0");
        assertThat(trailer.get("sha256").asText()).isEqualTo(sha256(lines[0] + "\n"));

        String csv = exported(by("=cmd|' /C calc'!A0"), ExportForm.CSV);
        String[] rows = csv.split("\r\n");
        assertThat(rows).hasSize(3);
        assertThat(rows[0].split(",")).hasSameSizeAs(TunnelSession.COLUMNS);
        assertThat(rows[1])
                .contains(",'=cmd|' /C calc'!A0,", ",7,idle_timeout,\"nothing, \"\"done\"\"\",")
                .contains(",'=cmd|' /C calc'!A0 ");
        String body = rows[0] + "\r\n" + rows[1] + "\r\n";
        assertThat(rows[2]).startsWith("end,").contains("\"\"sha256\"\":\"\"" + sha256(body) + "\"\"");
        assertThat(rows[2]).endsWith(",".repeat(TunnelSession.COLUMNS.size() - 3));
    }

    @Test
    void writesEveryTunnelOnceHoweverManyBatchesThereAre() throws IOException {
        TestAgent agent = fixture.connectedAgent();
        List<TunnelId> made = ended(agent.id(), 2 * Reports.BATCH, "eve");
        String[] lines = exported(by("eve"), ExportForm.JSON).split("\n");
        List<String> read = new ArrayList<>();
        for (String line : lines) {
            Optional.ofNullable(JSON.readTree(line).get("tunnel_id")).ifPresent(id -> read.add(id.asText()));
        }
        assertThat(read)
                .containsExactlyInAnyOrderElementsOf(
                        made.stream().map(TunnelId::toString).toList());
        assertThat(lines[lines.length - 1]).contains("\"count\":" + made.size());
    }

    @Test
    void writesDownWhoExportedWhat() {
        granted(by("eve"), ExportForm.CSV);
        Activity row = fixture.database.read(work -> work.activity().newest(1)).get(0);
        assertThat(row.event()).isEqualTo("activity_exported");
        assertThat(row.username()).contains("axel");
        assertThat(row.detail()).contains("csv: report of sessions, operator=eve");
    }

    @Test
    void grantsNoMoreExportsThanItsRate() {
        List<ReportExportResult> results = Stream.generate(
                        () -> reports.exportSessions(auditor, SessionFilter.ALL, ExportForm.CSV))
                .limit(11)
                .toList();
        assertThat(results.subList(0, 10)).allMatch(ReportExportResult.Granted.class::isInstance);
        assertThat(results.get(10)).isEqualTo(new ReportExportResult.TooOften(30));
        assertThatThrownBy(() -> new SessionFilter(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(Instant.EPOCH),
                        Optional.of(Instant.EPOCH)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
