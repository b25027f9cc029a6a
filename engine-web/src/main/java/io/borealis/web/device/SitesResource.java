package io.borealis.web.device;

import io.borealis.engine.Page;
import io.borealis.engine.device.DeviceView;
import io.borealis.engine.device.Devices;
import io.borealis.engine.device.SiteView;
import io.borealis.engine.device.Sites;
import io.borealis.web.PageLink;
import io.borealis.web.Parameters;
import io.borealis.web.Problem;
import io.borealis.web.Roles;
import io.borealis.web.access.CurrentOperator;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** The sites to which devices belong. */
@RequestScoped
@Path("/sites")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@Consumes(MediaType.APPLICATION_JSON)
public class SitesResource {

    @Inject
    Sites sites;

    @Inject
    Devices devices;

    @Inject
    CurrentOperator operator;

    /** Body of a new site, and of a new name. */
    public record NamedSite(String name, Optional<String> reason) {

        public NamedSite {
            name = name.strip();
            Parameters.requireName("name", name, Sites.LONGEST_NAME);
            reason = Parameters.reason(reason);
        }
    }

    @GET
    @RolesAllowed(Roles.ADMIN)
    @Operation(
            summary = "Sites by site_id, page by page",
            description = "At most limit of them (1 to 500, else 100), after the site_id given.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = SiteView.class)),
            headers =
                    @Header(
                            name = HttpHeaders.LINK,
                            description = "The next page, with rel=next, while there is one",
                            schema = @Schema(type = SchemaType.STRING)))
    public Response list(@QueryParam("after") @Nullable String after, @QueryParam("limit") @Nullable String limit) {
        int most = Parameters.limit(limit);
        Page<SiteView> page = sites.page(Parameters.afterSite(after), most);
        return PageLink.answer(page, SiteView::siteId, most, Map.of());
    }

    @POST
    @RolesAllowed(Roles.ADMIN)
    @Operation(summary = "Make a site")
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = SiteView.class)))
    @APIResponse(responseCode = "409", description = "site_name_taken, too_many_sites")
    public Response create(NamedSite wanted) {
        return SiteProblems.answer(sites.create(operator.session(), wanted.name()), Response.Status.CREATED);
    }

    @GET
    @Path("/{site_id}")
    @RolesAllowed(Roles.ADMIN)
    @Operation(summary = "One site, with how much belongs to it")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = SiteView.class)))
    @APIResponse(responseCode = "404", description = "unknown_site")
    public Response find(@PathParam("site_id") String siteId) {
        return sites.find(Parameters.siteId(siteId))
                .map(site -> Response.ok(site).build())
                .orElseGet(() -> DeviceProblems.unknownSite().toResponse());
    }

    @PUT
    @Path("/{site_id}/name")
    @RolesAllowed(Roles.ADMIN)
    @Operation(summary = "Rename the site; what belongs to it stays")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = SiteView.class)))
    @APIResponse(responseCode = "404", description = "unknown_site")
    @APIResponse(responseCode = "409", description = "default_site, site_name_taken")
    public Response rename(@PathParam("site_id") String siteId, NamedSite wanted) {
        UUID site = Parameters.siteId(siteId);
        return SiteProblems.answer(
                sites.rename(operator.session(), site, wanted.name(), wanted.reason()), Response.Status.OK);
    }

    @DELETE
    @Path("/{site_id}")
    @RolesAllowed(Roles.ADMIN)
    @Operation(
            summary = "Remove a site that nothing belongs to",
            description =
                    "Devices are moved first, codes used up or revoked. Accounts limited to it reach so much less.")
    @APIResponse(responseCode = "204", description = "the site is removed")
    @APIResponse(responseCode = "404", description = "unknown_site")
    @APIResponse(responseCode = "409", description = "default_site, site_in_use")
    public Response remove(@PathParam("site_id") String siteId, @QueryParam("reason") @Nullable String reason) {
        UUID site = Parameters.siteId(siteId);
        Optional<String> why = Parameters.reason(Optional.ofNullable(reason));
        return SiteProblems.answer(sites.remove(operator.session(), site, why), Response.Status.NO_CONTENT);
    }

    @GET
    @Path("/{site_id}/devices")
    @RolesAllowed(Roles.ADMIN)
    @Operation(
            summary = "The devices of a site by agent_id, page by page",
            description = "At most limit of them (1 to 500, else 100), after the agent_id given; removed devices with"
                    + " removed=true, and alone.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = DeviceView.class)),
            headers =
                    @Header(
                            name = HttpHeaders.LINK,
                            description = "The next page, with rel=next, while there is one",
                            schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "404", description = "unknown_site")
    public Response devices(
            @PathParam("site_id") String siteId,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("removed") @Nullable String removed) {
        UUID site = Parameters.siteId(siteId);
        int most = Parameters.limit(limit);
        boolean gone = Parameters.flag("removed", removed);
        Optional<SiteView> known = sites.find(site);
        if (known.isEmpty()) {
            return DeviceProblems.unknownSite().toResponse();
        }
        Page<DeviceView> page =
                devices.page(operator.session(), Parameters.afterDevice(after), gone, Optional.of(site), most);
        return PageLink.answer(page, DeviceView::agentId, most, gone ? Map.of("removed", "true") : Map.of());
    }
}
