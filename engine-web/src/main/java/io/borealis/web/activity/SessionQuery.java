package io.borealis.web.activity;

import io.borealis.engine.activity.report.SessionFilter;
import io.borealis.protocol.tunnel.EndReason;
import io.borealis.web.MalformedRequestException;
import io.borealis.web.PageLink;
import io.borealis.web.Parameters;
import jakarta.ws.rs.QueryParam;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The filters of the sessions report, as the query has them; bad text ends here. */
public class SessionQuery {

    @QueryParam("device")
    @Parameter(description = "Tunnels of this device, by its agent_id")
    @Nullable
    String device;

    @QueryParam("site")
    @Parameter(description = "Tunnels of the devices that belong to this site now, by its site_id")
    @Nullable
    String site;

    @QueryParam("operator")
    @Parameter(description = "Tunnels that this person opened or joined, by the whole name")
    @Nullable
    String operator;

    @QueryParam("reason")
    @Parameter(description = "Tunnels that ended for this reason")
    @Nullable
    String reason;

    @QueryParam("from")
    @Parameter(
            description =
                    "Tunnels that still lived after this moment: ISO 8601 in UTC, 2026-11-30T08:00:00Z or 2026-11-30")
    @Nullable
    String from;

    @QueryParam("until")
    @Parameter(description = "Tunnels that were opened before this moment, written in the same way")
    @Nullable
    String until;

    /** @throws MalformedRequestException when one of them cannot be, or two of them contradict each other */
    SessionFilter filter() {
        ActivityQuery.Period period = ActivityQuery.period(from, until);
        return new SessionFilter(
                ActivityQuery.given(device).map(id -> Parameters.agentId("device", id)),
                ActivityQuery.given(site).map(id -> Parameters.siteId("site", id)),
                ActivityQuery.given(operator).map(ActivityQuery::operator),
                ActivityQuery.given(reason).map(SessionQuery::reason),
                period.from(),
                period.until());
    }

    private static EndReason reason(String name) {
        return Stream.of(EndReason.values())
                .filter(reason -> reason.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new MalformedRequestException(
                        "bad_value",
                        "reason",
                        "reason is one of "
                                + Stream.of(EndReason.values())
                                        .map(EndReason::wireName)
                                        .collect(Collectors.joining(", "))));
    }

    /** The same filter in the query of another request. */
    static Map<String, String> encoded(SessionFilter filter) {
        Map<String, String> query = new HashMap<>();
        filter.asked().forEach((name, value) -> query.put(name, PageLink.encoded(value)));
        return query;
    }
}
