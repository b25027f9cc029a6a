package io.borealis.web.access;

import io.borealis.engine.Page;
import io.borealis.engine.access.request.AskResult;
import io.borealis.engine.access.request.RequestView;
import io.borealis.engine.access.request.Requests;
import io.borealis.web.MalformedRequestException;
import io.borealis.web.PageLink;
import io.borealis.web.Parameters;
import io.borealis.web.Problem;
import io.borealis.web.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
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

/** What one person asks for and another decides: a device for a time, or wider ports. */
@RequestScoped
@Path("/requests")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@Consumes(MediaType.APPLICATION_JSON)
public class RequestsResource {

    private static final int LONGEST_TIME = 7 * 24 * 60 * 60;

    @Inject
    Requests requests;

    @Inject
    CurrentOperator operator;

    /**
     * Body of asking for a device.
     *
     * @param device its id or its exact name
     * @param seconds for how long
     */
    public record WantedAccess(String device, int seconds, String reason) {

        public WantedAccess {
            device = device.strip();
            Parameters.requireName("device", device, Requests.LONGEST_DEVICE);
            if (seconds < 1 || seconds > LONGEST_TIME) {
                throw new MalformedRequestException("bad_value", "seconds", "seconds are 1 to " + LONGEST_TIME);
            }
            reason = reason.strip();
            Parameters.requireName("reason", reason, Requests.LONGEST_REASON);
        }
    }

    /** Body of a decision. */
    public record Decision(Optional<String> reason) {

        public Decision {
            reason = Parameters.reason(reason);
        }
    }

    @POST
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            summary = "Ask for a device for a time, by its agent_id or its exact name",
            description = "The answer is the same whether there is such a device or not; if there is one, somebody"
                    + " decides. Until then it is out of reach as before. Once approved it is reached for so many"
                    + " seconds, and then all that stands on it ends.")
    @APIResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = RequestView.class)))
    @APIResponse(responseCode = "400", description = "bad_access_time")
    @APIResponse(responseCode = "409", description = "too_many_requests_wait")
    public Response ask(WantedAccess wanted) {
        AskResult result = requests.ask(
                operator.session(), wanted.device(), Duration.ofSeconds(wanted.seconds()), wanted.reason());
        return result instanceof AskResult.Waits waits
                ? Response.accepted(waits.request()).build()
                : RequestProblems.refused(result);
    }

    @GET
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN, Roles.AUDITOR})
    @Operation(
            summary = "One's own requests and those about devices within reach, the newest first, page by page",
            description = "At most limit of them (1 to 500, else 100), after the request_id given; with waiting=true"
                    + " those alone that nobody decided yet. Administrators see all.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = RequestView.class)),
            headers =
                    @Header(
                            name = HttpHeaders.LINK,
                            description = "The next page, with rel=next, while there is one",
                            schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "404", description = "unknown_request")
    public Response list(
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("waiting") @Nullable String waiting) {
        int most = Parameters.limit(limit);
        boolean undecided = Parameters.flag("waiting", waiting);
        Optional<Page<RequestView>> page =
                requests.page(operator.session(), undecided, Parameters.afterRequest(after), most);
        return page.map(found -> PageLink.answer(
                        found, RequestView::requestId, most, undecided ? Map.of("waiting", "true") : Map.of()))
                .orElseGet(() -> RequestProblems.unknown().toResponse());
    }

    @GET
    @Path("/{request_id}")
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN, Roles.AUDITOR})
    @Operation(summary = "One request, and where it stands")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = RequestView.class)))
    @APIResponse(responseCode = "404", description = "unknown_request")
    public Response find(@PathParam("request_id") String requestId) {
        return requests.find(operator.session(), Parameters.requestId(requestId))
                .map(request -> Response.ok(request).build())
                .orElseGet(() -> RequestProblems.unknown().toResponse());
    }

    @POST
    @Path("/{request_id}/approve")
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN})
    @Operation(
            summary = "Say yes to what somebody else asked for",
            description = "Administrators may; operators who reach the device may where its site, or for ports the"
                    + " configuration, says so. Access counts from now on, ports are open at once.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = RequestView.class)))
    @APIResponse(
            responseCode = "403",
            description = "not_yours_to_decide, own_request, ports_beyond_ceiling, step_up_required")
    @APIResponse(responseCode = "404", description = "unknown_request")
    @APIResponse(
            responseCode = "409",
            description = "ports_changed_meanwhile, request_decided, request_names_no_device")
    @APIResponse(responseCode = "503", description = "ports_not_enforced")
    public Response approve(@PathParam("request_id") String requestId, Decision decision) {
        UUID request = Parameters.requestId(requestId);
        return RequestProblems.answer(requests.approve(operator.session(), request, decision.reason()));
    }

    @POST
    @Path("/{request_id}/refuse")
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN})
    @Operation(summary = "Say no to what somebody else asked for")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = RequestView.class)))
    @APIResponse(responseCode = "403", description = "not_yours_to_decide, own_request")
    @APIResponse(responseCode = "404", description = "unknown_request")
    @APIResponse(responseCode = "409", description = "ports_changed_meanwhile, request_decided")
    public Response refuse(@PathParam("request_id") String requestId, Decision decision) {
        UUID request = Parameters.requestId(requestId);
        return RequestProblems.answer(requests.refuse(operator.session(), request, decision.reason()));
    }

    @DELETE
    @Path("/{request_id}")
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN})
    @Operation(
            summary = "End it before its time",
            description = "Who asked withdraws what waits and gives back access that is open; who may decide it takes"
                    + " that access. With it end tunnel shares, terminals and tickets, at once.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = RequestView.class)))
    @APIResponse(responseCode = "403", description = "not_yours_to_decide")
    @APIResponse(responseCode = "404", description = "unknown_request")
    @APIResponse(responseCode = "409", description = "request_decided")
    public Response end(@PathParam("request_id") String requestId, @QueryParam("reason") @Nullable String reason) {
        UUID request = Parameters.requestId(requestId);
        Optional<String> why = Parameters.reason(Optional.ofNullable(reason));
        return RequestProblems.answer(requests.end(operator.session(), request, why));
    }
}
