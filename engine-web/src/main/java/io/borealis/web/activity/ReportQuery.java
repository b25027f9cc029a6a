package io.borealis.web.activity;

import io.borealis.engine.activity.report.AccessBy;
import io.borealis.engine.activity.report.ActsAbout;
import io.borealis.engine.activity.report.Report;
import io.borealis.engine.activity.report.ReportFilter;
import io.borealis.web.MalformedRequestException;
import io.borealis.web.PageLink;
import io.borealis.web.Parameters;
import jakarta.ws.rs.QueryParam;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The filters of a report, as the query has them; bad text ends here, and so does what the report has no use for. */
public class ReportQuery {

    private static final int MOST_DAYS = 3650;
    private static final int LONGEST_KINDS = 128;

    @QueryParam("by")
    @Parameter(description = "access: operator, device or site")
    @Nullable
    String by;

    @QueryParam("device")
    @Parameter(description = "What is about this device, by its agent_id")
    @Nullable
    String device;

    @QueryParam("site")
    @Parameter(description = "All but acts: what is about devices that belong to this site now, by its site_id")
    @Nullable
    String site;

    @QueryParam("operator")
    @Parameter(description = "access, refusals, acts: what this person did or tried, by the whole name")
    @Nullable
    String operator;

    @QueryParam("about")
    @Parameter(
            description =
                    "acts: accounts, sites, codes, approvals, keys, devices, settings or exports, or several with a"
                            + " comma between them")
    @Nullable
    String about;

    @QueryParam("days")
    @Parameter(description = "devices-not-seen, grants-not-used: for so many days, 0 to 3650")
    @Nullable
    String days;

    @QueryParam("from")
    @Parameter(
            description = "access, refusals, acts: from this moment on: ISO 8601 in UTC, 2026-11-30T08:00:00Z or"
                    + " 2026-11-30")
    @Nullable
    String from;

    @QueryParam("until")
    @Parameter(description = "Before this moment, written in the same way; else until now")
    @Nullable
    String until;

    /** @throws MalformedRequestException when one of them cannot be, contradicts another, or is none of the report's */
    ReportFilter filter(Report<?> report) {
        ActivityQuery.Period period = ActivityQuery.period(from, until);
        ReportFilter filter = new ReportFilter(
                ActivityQuery.given(device).map(id -> Parameters.agentId("device", id)),
                ActivityQuery.given(site).map(id -> Parameters.siteId("site", id)),
                ActivityQuery.given(operator).map(ActivityQuery::operator),
                ActivityQuery.given(by).map(ReportQuery::by),
                ActivityQuery.given(about).map(ReportQuery::about).orElse(Set.of()),
                ActivityQuery.given(days).map(ReportQuery::days),
                period.from(),
                period.until());
        report.idleParameter(filter).ifPresent(name -> {
            throw new MalformedRequestException(
                    "bad_value", name, "the report " + report.name() + " has no filter " + name);
        });
        return filter;
    }

    private static AccessBy by(String name) {
        return AccessBy.named(name)
                .orElseThrow(() -> new MalformedRequestException("bad_value", "by", "by is operator, device or site"));
    }

    private static Set<ActsAbout> about(String names) {
        Set<ActsAbout> kinds = EnumSet.noneOf(ActsAbout.class);
        for (String name : names.length() > LONGEST_KINDS ? new String[] {""} : names.split(",", -1)) {
            kinds.add(ActsAbout.named(name.strip())
                    .orElseThrow(() -> new MalformedRequestException(
                            "bad_value",
                            "about",
                            "about is some of accounts, sites, codes, approvals, keys, devices, settings, exports")));
        }
        return kinds;
    }

    private static Integer days(String number) {
        if (!number.matches("[0-9]{1,4}") || Integer.parseInt(number) > MOST_DAYS) {
            throw new MalformedRequestException("bad_value", "days", "days is a number from 0 to " + MOST_DAYS);
        }
        return Integer.valueOf(number);
    }

    /** The key after which a page begins; empty for the first page. @throws MalformedRequestException when it is none */
    static Optional<String> after(Report<?> report, ReportFilter filter, @Nullable String text) {
        return ActivityQuery.given(text).map(key -> {
            Parameters.requireName("after", key);
            if (!report.isKey(filter, key)) {
                throw new MalformedRequestException(
                        "bad_value", "after", "after is the key of a row: take it from Link");
            }
            return key;
        });
    }

    /** The same filter in the query of another request. */
    static Map<String, String> encoded(ReportFilter filter) {
        Map<String, String> query = new HashMap<>();
        filter.asked().forEach((name, value) -> query.put(name, PageLink.encoded(value)));
        return query;
    }
}
