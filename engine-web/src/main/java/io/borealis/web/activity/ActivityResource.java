package io.borealis.web.activity;

import io.borealis.engine.activity.history.ActivityExport;
import io.borealis.engine.activity.history.ActivityHistory;
import io.borealis.engine.activity.history.ActivityView;
import io.borealis.engine.activity.history.ExportResult;
import io.borealis.engine.activity.history.HistoryFilter;
import io.borealis.engine.activity.history.HistoryPage;
import io.borealis.web.PageLink;
import io.borealis.web.Parameters;
import io.borealis.web.Problem;
import io.borealis.web.Roles;
import io.borealis.web.access.CurrentOperator;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** What happened, for those who look into it afterwards. */
@RequestScoped
@Path("/activity")
public class ActivityResource {

    private static final String CSV = "text/csv";
    private static final String JSON_LINES = "application/x-ndjson";
    private static final DateTimeFormatter IN_NAMES =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    @Inject
    ActivityHistory history;

    @Inject
    CurrentOperator operator;

    @GET
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @RolesAllowed({Roles.AUDITOR, Roles.ADMIN})
    @Operation(
            summary = "What happened, the newest first, page by page",
            description = "At most limit rows (1 to 500, else 100), after the activity_id given, to which every filter"
                    + " applies. Who is limited to some devices is shown what is about these, everybody else"
                    + " everything. A text is looked for in a period of 92 days at most.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = ActivityView.class)),
            headers =
                    @Header(
                            name = HttpHeaders.LINK,
                            description = "The next page, with rel=next, while there is one",
                            schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "400", description = "bad_period, period_too_long, unknown_event")
    @APIResponse(responseCode = "404", description = "unknown_activity")
    public Response list(
            @BeanParam ActivityQuery query,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        HistoryFilter filter = query.filter();
        int most = Parameters.limit(limit);
        HistoryPage result = history.page(operator.session(), filter, ActivityQuery.after(after), most);
        if (result instanceof HistoryPage.Found found) {
            return PageLink.answer(found.page(), ActivityView::activityId, most, ActivityQuery.encoded(filter));
        }
        if (result instanceof HistoryPage.PeriodTooLong period) {
            long days = period.longest().toDays();
            return Problem.badRequest(
                            "period_too_long",
                            "a page looks for a text in " + days + " days at most: give from and until, or have"
                                    + " /api/activity/export look through all of it")
                    .with("field", "from")
                    .with("longest_days", days)
                    .toResponse();
        }
        return Problem.notFound("unknown_activity", "there is no such row to go on after; begin with the first page")
                .toResponse();
    }

    @GET
    @Path("/export")
    @Produces({CSV, JSON_LINES, Problem.MEDIA_TYPE})
    @RolesAllowed({Roles.AUDITOR, Roles.ADMIN})
    @Operation(
            summary = "All rows to which the filters apply, as a file",
            description = "format=csv is RFC 4180 in UTF-8; format=json has one JSON object in each line. The newest"
                    + " row is first; the last line is a trailer with filter, time, count and the SHA-256 of every"
                    + " byte before it. A file without it was cut. Who exported what is written down.")
    @APIResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = CSV, schema = @Schema(type = SchemaType.STRING)),
                @Content(mediaType = JSON_LINES, schema = @Schema(type = SchemaType.STRING))
            })
    @APIResponse(responseCode = "400", description = "bad_period, unknown_event")
    public Response export(@BeanParam ActivityQuery query, @QueryParam("format") @Nullable String format) {
        HistoryFilter filter = query.filter();
        ExportResult result = history.export(operator.session(), filter, ActivityQuery.form(format));
        if (result instanceof ExportResult.TooOften often) {
            int seconds = often.retryAfterSeconds();
            return Problem.tooMany("too_many_requests", "you export too often; ask again in " + seconds + " seconds")
                    .builder()
                    .header(HttpHeaders.RETRY_AFTER, seconds)
                    .build();
        }
        ActivityExport export = ((ExportResult.Granted) result).export();
        StreamingOutput body = export::writeTo;
        return Response.ok(body, export.form().mediaType() + ";charset=UTF-8")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name(export) + "\"")
                .build();
    }

    private static String name(ActivityExport export) {
        return "borealis-activity-" + IN_NAMES.format(export.at()) + "."
                + export.form().ending();
    }
}
