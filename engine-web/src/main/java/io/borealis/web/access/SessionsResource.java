package io.borealis.web.access;

import io.borealis.engine.access.OperatorSessions;
import io.borealis.engine.access.Role;
import io.borealis.engine.access.SessionView;
import io.borealis.web.PageLink;
import io.borealis.web.Parameters;
import io.borealis.web.Problem;
import io.borealis.web.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Who is signed in, from where and since when; and the end of it. */
@RequestScoped
@Path("/sessions")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
public class SessionsResource {

    @Inject
    OperatorSessions sessions;

    @Inject
    CurrentOperator operator;

    @GET
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN, Roles.AUDITOR})
    @Operation(
            summary = "My live sessions, the newest first",
            description = "all=true: those of everybody; administrators only. ended=true: those that ended lately as"
                    + " well. At most limit of them (1 to 500, else 100), after the session_id given.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = SessionView.class)),
            headers =
                    @Header(
                            name = HttpHeaders.LINK,
                            description = "The next page, with rel=next, while there is one",
                            schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "404", description = "unknown_session")
    public Response list(
            @QueryParam("all") @Nullable String all,
            @QueryParam("ended") @Nullable String ended,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        int most = Parameters.limit(limit);
        boolean withEnded = Parameters.flag("ended", ended);
        boolean everybody = Parameters.flag("all", all);
        if (everybody && !operator.session().is(Role.ADMIN)) {
            return Problem.forbidden(
                            "forbidden", "only an administrator may see the sessions of everybody; leave all out")
                    .toResponse();
        }
        Map<String, String> others = Map.of("all", Boolean.toString(everybody), "ended", Boolean.toString(withEnded));
        return sessions.list(operator.session(), everybody, withEnded, Optional.ofNullable(after), most)
                .map(page -> PageLink.answer(page, SessionView::sessionId, most, others))
                .orElseGet(() -> SessionProblems.unknownPage().toResponse());
    }

    @DELETE
    @Path("/{session_id}")
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN, Roles.AUDITOR})
    @Operation(
            summary = "End a session and all that hangs on it: its tunnels, terminals and tickets",
            description = "One of mine; an administrator may end any.")
    @APIResponse(responseCode = "204", description = "it is over")
    @APIResponse(responseCode = "404", description = "unknown_session")
    public Response end(@PathParam("session_id") String sessionId) {
        return sessions.end(operator.session(), sessionId)
                ? Response.noContent().build()
                : SessionProblems.unknown().toResponse();
    }
}
