package io.borealis.web.activity;

import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.history.ExportForm;
import io.borealis.engine.activity.history.HistoryFilter;
import io.borealis.web.MalformedRequestException;
import io.borealis.web.PageLink;
import io.borealis.web.Parameters;
import jakarta.ws.rs.QueryParam;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The filters of a question about the activity, as the query has them; bad text ends here. */
public class ActivityQuery {

    private static final int LONGEST_OPERATOR = 128;
    private static final int LONGEST_EVENTS = 4096;
    private static final int LONGEST_TIME = 40;
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");
    private static final String BYTE = "(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
    /** Whatever it lets through is read as an address, and no name is looked up for it. */
    private static final Pattern ADDRESS = Pattern.compile(BYTE + "(?:\\." + BYTE + "){3}|(?=.*:)[0-9a-fA-F:.]{2,45}");

    @QueryParam("agent_id")
    @Parameter(description = "What is about this device")
    @Nullable
    String agentId;

    @QueryParam("tunnel_id")
    @Parameter(description = "What is about this tunnel")
    @Nullable
    String tunnelId;

    @QueryParam("operator")
    @Parameter(description = "What this person did, by the whole name")
    @Nullable
    String operator;

    @QueryParam("address")
    @Parameter(description = "What came from this IP address")
    @Nullable
    String address;

    @QueryParam("event")
    @Parameter(description = "These events alone: one name, or several with a comma between them")
    @Nullable
    String event;

    @QueryParam("from")
    @Parameter(description = "From this moment on: ISO 8601 in UTC, 2026-11-30T08:00:00Z or 2026-11-30")
    @Nullable
    String from;

    @QueryParam("until")
    @Parameter(description = "Before this moment, written in the same way")
    @Nullable
    String until;

    @QueryParam("search")
    @Parameter(description = "Rows in whose detail this text is found, in whatever case")
    @Nullable
    String search;

    /** @throws MalformedRequestException when one of them cannot be, or two of them contradict each other */
    HistoryFilter filter() {
        Period period = period(from, until);
        return new HistoryFilter(
                given(agentId).map(Parameters::agentId),
                given(tunnelId).map(Parameters::tunnelId),
                given(operator).map(ActivityQuery::operator),
                given(address).map(ActivityQuery::address),
                given(event).map(ActivityQuery::events).orElse(Set.of()),
                period.from(),
                period.until(),
                Parameters.search(search));
    }

    /** From the one moment on and before the other, where they are given. */
    record Period(Optional<Instant> from, Optional<Instant> until) {}

    /** @throws MalformedRequestException when one of them is no time, or the period ends before it begins */
    static Period period(@Nullable String from, @Nullable String until) {
        Period period = new Period(moment("from", from), moment("until", until));
        boolean isTurnedRound = period.from()
                .flatMap(begin -> period.until().filter(end -> !begin.isBefore(end)))
                .isPresent();
        if (isTurnedRound) {
            throw new MalformedRequestException(
                    "bad_period", "until", "the period ends before it begins: from is before until");
        }
        return period;
    }

    /** The same filter in the query of another request. */
    static Map<String, String> encoded(HistoryFilter filter) {
        Map<String, String> query = new HashMap<>();
        filter.asked().forEach((name, value) -> query.put(name, PageLink.encoded(value)));
        return query;
    }

    /** The row after which a page begins; empty for the first page. @throws MalformedRequestException when it is no id */
    static Optional<Long> after(@Nullable String text) {
        return given(text).map(id -> {
            if (!id.matches("[0-9]{1,18}")) {
                throw new MalformedRequestException("bad_value", "after", "after is the activity_id of a row");
            }
            return Long.valueOf(id);
        });
    }

    /** How a file is written. @throws MalformedRequestException when it is neither csv nor json */
    static ExportForm form(@Nullable String name) {
        return Optional.ofNullable(name)
                .flatMap(ExportForm::named)
                .orElseThrow(() -> new MalformedRequestException("bad_value", "format", "format is csv or json"));
    }

    // A field that was left empty in a form asks for nothing
    static Optional<String> given(@Nullable String text) {
        return Optional.ofNullable(text).map(String::strip).filter(value -> !value.isEmpty());
    }

    static String operator(String name) {
        Parameters.requireName("operator", name, LONGEST_OPERATOR);
        return name;
    }

    /** As rows have it: of several ways to write an IPv6 address they know one. */
    private static String address(String text) {
        try {
            if (ADDRESS.matcher(text).matches()) {
                return InetAddress.getByName(text).getHostAddress();
            }
        } catch (UnknownHostException none) {
            // told below, with the rule that was broken
        }
        throw new MalformedRequestException("bad_value", "address", "address is an IP address");
    }

    private static Set<ActivityEvent> events(String names) {
        Set<ActivityEvent> events = EnumSet.noneOf(ActivityEvent.class);
        if (names.length() <= LONGEST_EVENTS) {
            for (String name : names.split(",", -1)) {
                events.add(ActivityEvent.named(name.strip()).orElseThrow(ActivityQuery::unknownEvent));
            }
            return events;
        }
        throw unknownEvent();
    }

    private static MalformedRequestException unknownEvent() {
        return new MalformedRequestException(
                "unknown_event", "event", "there is no such event; event is one name, or several with a comma between");
    }

    /** @throws MalformedRequestException when it is given and no time */
    static Optional<Instant> moment(String name, @Nullable String text) {
        return given(text).map(time -> {
            try {
                Instant moment = time.length() == 10
                        ? LocalDate.parse(time).atStartOfDay().toInstant(ZoneOffset.UTC)
                        : Instant.parse(time);
                if (time.length() <= LONGEST_TIME && isStorable(moment) && isUtc(time)) {
                    return moment;
                }
            } catch (DateTimeException notATime) {
                // told below, with the rule that was broken
            }
            throw new MalformedRequestException(
                    "bad_value", name, name + " is a time in UTC, such as 2026-11-30T08:00:00Z or 2026-11-30");
        });
    }

    private static boolean isUtc(String time) {
        return time.length() == 10 || time.endsWith("Z") || time.endsWith("z");
    }

    private static boolean isStorable(Instant moment) {
        return !moment.isBefore(Instant.EPOCH) && moment.isBefore(LATEST);
    }
}
