package io.borealis.web.activity;

import io.borealis.engine.activity.history.ExportForm;
import io.borealis.engine.activity.report.Reports;
import io.borealis.engine.activity.report.SessionFilter;
import io.borealis.engine.activity.report.SessionsPage;
import io.borealis.engine.activity.report.TunnelSession;
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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Who reached what, for how long, over which ports, and why it ended: for those who look into it afterwards. */
@RequestScoped
@Path("/reports/sessions")
public class SessionsReportResource {

    @Inject
    Reports reports;

    @Inject
    CurrentOperator operator;

    @GET
    @Produces({MediaType.APPLICATION_JSON, ReportFile.CSV, Problem.MEDIA_TYPE})
    @RolesAllowed({Roles.AUDITOR, Roles.ADMIN})
    @Operation(
            summary = "The tunnels that lived in a period, the newest first, page by page",
            description = "Who opened, joined and left each, for how long it lived, what it moved, which port lists its"
                    + " device had meanwhile, how many terminals were opened, and why it ended. At most limit tunnels"
                    + " (1 to 500, else 100), after the tunnel_id given, to which every filter applies. Who is limited"
                    + " to some devices is shown what is about these. Who accepts text/csv gets all of it as a file,"
                    + " as from /export.")
    @APIResponse(
            responseCode = "200",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(type = SchemaType.ARRAY, implementation = TunnelSession.class)),
                @Content(mediaType = ReportFile.CSV, schema = @Schema(type = SchemaType.STRING))
            },
            headers =
                    @Header(
                            name = HttpHeaders.LINK,
                            description = ReportFile.NEXT,
                            schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "400", description = "bad_period")
    @APIResponse(responseCode = "404", description = "unknown_tunnel")
    public Response sessions(
            @BeanParam SessionQuery query,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit,
            @Context HttpHeaders headers) {
        SessionFilter filter = query.filter();
        if (ReportFile.isCsvWanted(headers.getAcceptableMediaTypes())) {
            return exported(filter, ExportForm.CSV);
        }
        int most = Parameters.limit(limit);
        SessionsPage result = reports.sessions(operator.session(), filter, Parameters.afterTunnel(after), most);
        if (result instanceof SessionsPage.Found found) {
            return PageLink.answer(found.page(), TunnelSession::tunnelId, most, SessionQuery.encoded(filter));
        }
        return Problem.notFound("unknown_tunnel", "there is no such tunnel to go on after; begin with the first page")
                .toResponse();
    }

    @GET
    @Path("/export")
    @Produces({ReportFile.CSV, ReportFile.JSON_LINES, Problem.MEDIA_TYPE})
    @RolesAllowed({Roles.AUDITOR, Roles.ADMIN})
    @Operation(
            summary = "All tunnels of the sessions report to which the filters apply, as a file",
            description = "format=csv is RFC 4180 in UTF-8; format=json has one JSON object in each line. The newest is"
                    + " first; the last line is a trailer with filter, time, count and the SHA-256 of every byte before"
                    + " it. A file without it was cut. Who exported what is written down.")
    @APIResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = ReportFile.CSV, schema = @Schema(type = SchemaType.STRING)),
                @Content(mediaType = ReportFile.JSON_LINES, schema = @Schema(type = SchemaType.STRING))
            })
    @APIResponse(responseCode = "400", description = "bad_period")
    public Response export(@BeanParam SessionQuery query, @QueryParam("format") @Nullable String format) {
        SessionFilter filter = query.filter();
        return exported(filter, ActivityQuery.form(format));
    }

    private Response exported(SessionFilter filter, ExportForm form) {
        return ReportFile.answer(reports.exportSessions(operator.session(), filter, form));
    }
}
