package io.borealis.web.activity;

import io.borealis.engine.activity.history.ExportForm;
import io.borealis.engine.activity.report.AccessSummary;
import io.borealis.engine.activity.report.AdministratorAct;
import io.borealis.engine.activity.report.OpenAt;
import io.borealis.engine.activity.report.Refusal;
import io.borealis.engine.activity.report.Report;
import io.borealis.engine.activity.report.ReportFilter;
import io.borealis.engine.activity.report.ReportPage;
import io.borealis.engine.activity.report.Reports;
import io.borealis.engine.activity.report.UnseenDevice;
import io.borealis.engine.activity.report.UnusedGrant;
import io.borealis.protocol.device.DeviceId;
import io.borealis.web.MalformedRequestException;
import io.borealis.web.PageLink;
import io.borealis.web.Parameters;
import io.borealis.web.Problem;
import io.borealis.web.Roles;
import io.borealis.web.access.CurrentOperator;
import io.borealis.web.device.DeviceProblems;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** What somebody asks of tunnels, people, devices and rights over a time: for those who look into it afterwards. */
@RequestScoped
@Path("/reports")
public class ReportsResource {

    @Inject
    Reports reports;

    @Inject
    CurrentOperator operator;

    @GET
    @Path("/access")
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @RolesAllowed({Roles.AUDITOR, Roles.ADMIN})
    @Operation(
            summary = "What each operator, device or site saw in a period",
            description =
                    "by=operator (else), device or site. Tunnels opened and joined, seconds of all shares of tunnels as"
                            + " far as they lie in the period, terminals, refusals, the first and the last moment; of what"
                            + " there was anything. In the order of names or ids, at most limit (1 to 500, else 100) after the"
                            + " name or id given. A page sums up 92 days at most, an export any time. Who is limited to some"
                            + " devices is shown what is about these.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = AccessSummary.class)),
            headers =
                    @Header(
                            name = HttpHeaders.LINK,
                            description = ReportFile.NEXT,
                            schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "400", description = "bad_period, period_too_long")
    public Response access(
            @BeanParam ReportQuery query,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        return page(Report.ACCESS, query, after, limit);
    }

    @GET
    @Path("/refusals")
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @RolesAllowed({Roles.AUDITOR, Roles.ADMIN})
    @Operation(
            summary = "What was tried and refused in a period",
            description =
                    "Refused sign-ins, second factors, changes of passwords, roles, agents, enrollments, tunnels' peers and"
                            + " terminals, the same ones together: who, from where, what, why, how often, first and last. By"
                            + " the activity_id of the newest row of each, falling, at most limit (1 to 500, else 100) after the"
                            + " one given. A page sums up 92 days at most, an export any time. Who is limited to some devices"
                            + " is shown what is about these.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = Refusal.class)),
            headers =
                    @Header(
                            name = HttpHeaders.LINK,
                            description = ReportFile.NEXT,
                            schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "400", description = "bad_period, period_too_long")
    public Response refusals(
            @BeanParam ReportQuery query,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        return page(Report.REFUSALS, query, after, limit);
    }

    @GET
    @Path("/devices-not-seen")
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @RolesAllowed({Roles.AUDITOR, Roles.ADMIN})
    @Operation(
            summary = "Devices that did not connect for so many days",
            description =
                    "days (0 to 3650, else 30). What is connected is seen; what was removed is not told. One that never"
                            + " connected counts from its enrollment. In the order of agent_ids, at most limit (1 to 500, else"
                            + " 100) after the one given, within reach.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = UnseenDevice.class)),
            headers =
                    @Header(
                            name = HttpHeaders.LINK,
                            description = ReportFile.NEXT,
                            schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "400", description = "bad_period")
    public Response devicesNotSeen(
            @BeanParam ReportQuery query,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        return page(Report.DEVICES_NOT_SEEN, query, after, limit);
    }

    @GET
    @Path("/grants-not-used")
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @RolesAllowed({Roles.AUDITOR, Roles.ADMIN})
    @Operation(
            summary = "What was given and not used for so many days",
            description =
                    "days (0 to 3650, else 30). Of two kinds. port: a rule of a list that somebody set for a device, given"
                            + " before and without any tunnel to the device since; by_default says whether a new device of its"
                            + " system would have it too. access: a device for a time, approved before, still open, and its"
                            + " person had no share of a tunnel to it since. What went over a tunnel to which port is known to"
                            + " nobody. In the order of grant_ids, at most limit (1 to 500, else 100) after the one given,"
                            + " within reach.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = UnusedGrant.class)),
            headers =
                    @Header(
                            name = HttpHeaders.LINK,
                            description = ReportFile.NEXT,
                            schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "400", description = "bad_period")
    public Response grantsNotUsed(
            @BeanParam ReportQuery query,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        return page(Report.GRANTS_NOT_USED, query, after, limit);
    }

    @GET
    @Path("/acts")
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @RolesAllowed({Roles.AUDITOR, Roles.ADMIN})
    @Operation(
            summary = "What people settled for others",
            description =
                    "About accounts, sites, codes, approvals, keys, devices, settings (ports, idle time) and exports: who,"
                            + " when, from where, what. about names some of these kinds. It goes by what was done and not by the"
                            + " role that somebody had: operators who may settle something are told too. The newest first, at"
                            + " most limit (1 to 500, else 100) after the activity_id given. Who is limited to some devices is"
                            + " shown what is about these.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = AdministratorAct.class)),
            headers =
                    @Header(
                            name = HttpHeaders.LINK,
                            description = ReportFile.NEXT,
                            schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "400", description = "bad_period")
    @APIResponse(responseCode = "404", description = "unknown_activity")
    public Response acts(
            @BeanParam ReportQuery query,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        return page(Report.ACTS, query, after, limit);
    }

    @GET
    @Path("/{report}/export")
    @Produces({ReportFile.CSV, ReportFile.JSON_LINES, Problem.MEDIA_TYPE})
    @RolesAllowed({Roles.AUDITOR, Roles.ADMIN})
    @Operation(
            summary = "All that a report tells, as a file",
            description =
                    "With the same filters as its pages, over any time. format=csv is RFC 4180 in UTF-8; format=json"
                            + " has one JSON object in each line. The last line is a trailer with filter, time, count, the end"
                            + " of the activity's chain and the SHA-256 of every byte before it. A file without it was cut. Who"
                            + " exported what is written down.")
    @APIResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = ReportFile.CSV, schema = @Schema(type = SchemaType.STRING)),
                @Content(mediaType = ReportFile.JSON_LINES, schema = @Schema(type = SchemaType.STRING))
            })
    @APIResponse(responseCode = "400", description = "bad_period")
    @APIResponse(responseCode = "404", description = "unknown_report")
    public Response export(
            @PathParam("report") @Parameter(description = "access, refusals, devices-not-seen, grants-not-used or acts")
                    String name,
            @BeanParam ReportQuery query,
            @QueryParam("format") @Nullable String format) {
        Report<?> report = Report.named(name).orElse(null);
        if (report == null) {
            return Problem.notFound("unknown_report", "there is no such report").toResponse();
        }
        ReportFilter filter = query.filter(report);
        ExportForm form = ActivityQuery.form(format);
        return ReportFile.answer(reports.export(operator.session(), report, filter, form));
    }

    private <R extends Record> Response page(
            Report<R> report, ReportQuery query, @Nullable String after, @Nullable String limit) {
        ReportFilter filter = query.filter(report);
        int most = Parameters.limit(limit);
        ReportPage<R> result =
                reports.page(operator.session(), report, filter, ReportQuery.after(report, filter, after), most);
        if (result instanceof ReportPage.Found<R> found) {
            return PageLink.answer(found.page(), report::key, most, ReportQuery.encoded(found.filter()));
        }
        if (result instanceof ReportPage.PeriodTooLong<R> period) {
            long days = period.longest().toDays();
            return Problem.badRequest(
                            "period_too_long",
                            "a page sums up " + days + " days at most: give from and until, or take all of it from"
                                    + " /api/reports/" + report.name() + "/export")
                    .with("field", "from")
                    .with("longest_days", days)
                    .toResponse();
        }
        return Problem.notFound("unknown_activity", "there is no such row to go on after; begin with the first page")
                .toResponse();
    }

    @GET
    @Path("/open")
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @RolesAllowed({Roles.AUDITOR, Roles.ADMIN})
    @Operation(
            summary = "What was open on a device at a moment, and who had opened it",
            description =
                    "The tunnel that lived then, with who had a share in it at that moment, the port list that the"
                            + " device had, and the terminals that were open.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = OpenAt.class)))
    @APIResponse(responseCode = "404", description = "unknown_agent")
    public Response open(
            @QueryParam("device") @Parameter(description = "By its agent_id", required = true) @Nullable String device,
            @QueryParam("at")
                    @Parameter(
                            description = "A moment that has been: ISO 8601 in UTC, 2026-11-30T08:00:00Z or 2026-11-30",
                            required = true)
                    @Nullable
                    String at) {
        Instant moment = ActivityQuery.moment("at", at)
                .orElseThrow(
                        () -> new MalformedRequestException("missing_field", "at", "the parameter at is required"));
        DeviceId id = Parameters.agentId("device", device);
        OpenAt.Result result = reports.openAt(operator.session(), id, moment);
        if (result instanceof OpenAt.Found found) {
            return Response.ok(found.open()).build();
        }
        if (result instanceof OpenAt.NotYet) {
            return Problem.badRequest("bad_value", "at is a moment that has been, and this one is to come")
                    .with("field", "at")
                    .toResponse();
        }
        return DeviceProblems.unknown(id).toResponse();
    }
}
