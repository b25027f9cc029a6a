package io.borealis.web.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.history.HistoryFilter;
import io.borealis.web.MalformedRequestException;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActivityQueryTest {

    private static HistoryFilter filter(Consumer<ActivityQuery> given) {
        ActivityQuery query = new ActivityQuery();
        given.accept(query);
        return query.filter();
    }

    @Test
    void asksForEverythingWhenNothingIsGiven() {
        assertThat(filter(query -> {})).isEqualTo(HistoryFilter.ALL);
        assertThat(filter(query -> {
                    query.event = "";
                    query.operator = " ";
                }))
                .isEqualTo(HistoryFilter.ALL);
    }

    @Test
    void readsEachFilter() {
        HistoryFilter read = filter(query -> {
            query.event = "ports_set, tunnel_opened";
            query.from = "2026-11-01";
            query.until = "2026-11-30T08:15:00.123456Z";
            query.address = "::1";
            query.search = " tcp/3389 ";
        });
        assertThat(read.events()).containsExactlyInAnyOrder(ActivityEvent.PORTS_SET, ActivityEvent.TUNNEL_OPENED);
        assertThat(read.from()).contains(Instant.parse("2026-11-01T00:00:00Z"));
        assertThat(read.until()).contains(Instant.parse("2026-11-30T08:15:00.123456Z"));
        assertThat(read.address()).contains("0:0:0:0:0:0:0:1");
        assertThat(read.search()).contains("tcp/3389");
        assertThat(ActivityQuery.encoded(read))
                .containsEntry("search", "tcp%2F3389")
                .containsKey("event");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yesterday",
                "2026-02-30",
                "2026-11-30T08:00:00",
                "2026-11-30T08:00:00+01:00",
                "-1000000000-01-01T00:00:00Z",
                "+1000000000-01-01T00:00:00Z",
                "1969-12-31"
            })
    void refusesWhatIsNoTimeInUtc(String text) {
        assertThatThrownBy(() -> filter(query -> query.from = text))
                .isInstanceOf(MalformedRequestException.class)
                .hasMessageStartingWith("from is a time in UTC");
    }

    @Test
    void saysWhichFilterCannotBe() {
        refuses(query -> query.event = "ports_set,nonsense", "there is no such event");
        refuses(query -> query.address = "example.com", "address is an IP address");
        refuses(query -> query.address = "999.1.1.1", "address is an IP address");
        refuses(query -> query.address = "1::2::3", "address is an IP address");
        refuses(query -> query.address = "1.2.3.4.5", "address is an IP address");
        refuses(query -> query.operator = "x".repeat(129), "operator has 1 to 128 characters");
        refuses(query -> query.agentId = "x", "");
        refuses(
                query -> {
                    query.from = "2026-11-30";
                    query.until = "2026-11-30";
                },
                "the period ends before it begins");
        assertThatThrownBy(() -> ActivityQuery.after("-1")).isInstanceOf(MalformedRequestException.class);
    }

    private static void refuses(Consumer<ActivityQuery> given, String why) {
        assertThatThrownBy(() -> filter(given))
                .isInstanceOf(MalformedRequestException.class)
                .hasMessageStartingWith(why);
    }
}
