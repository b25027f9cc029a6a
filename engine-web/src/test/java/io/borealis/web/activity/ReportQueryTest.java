package io.borealis.web.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borealis.engine.activity.report.AccessBy;
import io.borealis.engine.activity.report.ActsAbout;
import io.borealis.engine.activity.report.Report;
import io.borealis.engine.activity.report.ReportFilter;
import io.borealis.engine.activity.report.SessionFilter;
import io.borealis.protocol.tunnel.EndReason;
import io.borealis.web.MalformedRequestException;
import io.borealis.web.Parameters;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportQueryTest {

    private static SessionFilter filter(Consumer<SessionQuery> given) {
        SessionQuery query = new SessionQuery();
        given.accept(query);
        return query.filter();
    }

    @Test
    void asksForEverythingWhenNothingIsGiven() {
        assertThat(filter(query -> {})).isEqualTo(SessionFilter.ALL);
        assertThat(filter(query -> {
                    query.device = "";
                    query.reason = " ";
                }))
                .isEqualTo(SessionFilter.ALL);
    }

    @Test
    void readsEachFilter() {
        UUID device = UUID.randomUUID();
        UUID site = UUID.randomUUID();
        SessionFilter read = filter(query -> {
            query.device = device.toString();
            query.site = site.toString();
            query.operator = "ada & bob";
            query.reason = "idle_timeout";
            query.from = "2026-11-01";
            query.until = "2026-11-30T08:15:00.123456Z";
        });
        assertThat(read.device())
                .hasValueSatisfying(id -> assertThat(id.value()).isEqualTo(device));
        assertThat(read.site()).contains(site);
        assertThat(read.reason()).contains(EndReason.IDLE_TIMEOUT);
        assertThat(read.from()).contains(Instant.parse("2026-11-01T00:00:00Z"));
        assertThat(SessionQuery.encoded(read))
                .containsEntry("operator", "ada%20%26%20bob")
                .containsEntry("reason", "idle_timeout")
                .containsOnlyKeys("device", "site", "operator", "reason", "from", "until");
    }

    @Test
    void saysWhichFilterCannotBe() {
        refuses(query -> query.device = "x", "");
        refuses(query -> query.site = "default", "site must be a UUID");
        refuses(query -> query.operator = "x".repeat(129), "operator has 1 to 128 characters");
        refuses(query -> query.reason = "IDLE_TIMEOUT", "reason is one of operator_disconnect, idle_timeout");
        refuses(query -> query.from = "yesterday", "from is a time in UTC");
        refuses(query -> query.until = "2026-02-30", "until is a time in UTC");
        refuses(
                query -> {
                    query.from = "2026-11-30";
                    query.until = "2026-11-01";
                },
                "the period ends before it begins");
        assertThatThrownBy(() -> Parameters.afterTunnel("1")).isInstanceOf(MalformedRequestException.class);
        assertThatThrownBy(() -> ActivityQuery.form("pdf")).hasMessage("format is csv or json");
        assertThatThrownBy(() -> Parameters.agentId("device", null)).hasMessageContaining("the parameter device");
    }

    private static ReportFilter asked(Report<?> report, Consumer<ReportQuery> given) {
        ReportQuery query = new ReportQuery();
        given.accept(query);
        return query.filter(report);
    }

    @Test
    void readsWhatAReportTakesAndNamesWhatItDoesNot() {
        ReportFilter acts = asked(Report.ACTS, query -> {
            query.about = "keys, sites";
            query.operator = "ada";
            query.from = "2026-11-01";
        });
        assertThat(acts.about()).containsExactlyInAnyOrder(ActsAbout.KEYS, ActsAbout.SITES);
        assertThat(ReportQuery.encoded(acts))
                .containsEntry("about", "sites%2Ckeys")
                .containsOnlyKeys("about", "operator", "from");
        assertThat(asked(Report.ACCESS, query -> query.by = "site").by()).contains(AccessBy.SITE);
        assertThat(asked(Report.DEVICES_NOT_SEEN, query -> query.days = "0").days())
                .contains(0);
        assertThat(asked(Report.REFUSALS, query -> query.by = " ")).isEqualTo(ReportFilter.ALL);
        refuses(Report.ACTS, query -> query.days = "3", "the report acts has no filter days");
        refuses(Report.GRANTS_NOT_USED, query -> query.from = "2026-11-01", "the report grants-not-used has no filter");
        refuses(Report.ACCESS, query -> query.by = "DEVICE", "by is operator, device or site");
        refuses(Report.ACTS, query -> query.about = "keys,", "about is some of accounts, sites");
        refuses(Report.DEVICES_NOT_SEEN, query -> query.days = "3651", "days is a number from 0 to 3650");
        refuses(Report.DEVICES_NOT_SEEN, query -> query.days = "-1", "days is a number from 0 to 3650");
    }

    private static void refuses(Report<?> report, Consumer<ReportQuery> given, String why) {
        assertThatThrownBy(() -> asked(report, given))
                .isInstanceOf(MalformedRequestException.class)
                .hasMessageStartingWith(why);
    }

    @Test
    void goesOnAfterTheKeyOfARowAlone() {
        assertThat(ReportQuery.after(Report.ACCESS, ReportFilter.ALL, "ada")).contains("ada");
        assertThat(ReportQuery.after(Report.ACTS, ReportFilter.ALL, null)).isEmpty();
        assertThatThrownBy(() -> ReportQuery.after(Report.ACTS, ReportFilter.ALL, "ada"))
                .isInstanceOf(MalformedRequestException.class)
                .hasMessageStartingWith("after is the key of a row");
    }

    private static void refuses(Consumer<SessionQuery> given, String why) {
        assertThatThrownBy(() -> filter(given))
                .isInstanceOf(MalformedRequestException.class)
                .hasMessageStartingWith(why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/*|false",
                "application/json|false",
                "text/csv|true",
                "text/*|true",
                "text/csv, application/json|true",
                "application/json, text/csv|false",
                "text/html, text/csv, */*|true",
                "application/problem+json|false"
            })
    void givesCsvToWhoPrefersIt(String accept, boolean csv) {
        List<MediaType> types = Stream.of(accept.split(", "))
                .map(type -> type.split("/"))
                .map(parts -> new MediaType(parts[0], parts[1]))
                .toList();
        assertThat(ReportFile.isCsvWanted(types)).isEqualTo(csv);
    }
}
