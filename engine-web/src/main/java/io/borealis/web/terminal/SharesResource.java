package io.borealis.web.terminal;

import io.borealis.engine.terminal.ShareResult;
import io.borealis.engine.terminal.SharedTerminals;
import io.borealis.protocol.terminal.Leave;
import io.borealis.web.Problem;
import io.borealis.web.Roles;
import io.borealis.web.access.CurrentOperator;
import io.borealis.web.terminal.TerminalsResource.GuestAnswer;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** With whom a terminal is shared, as the session that opened it says. */
@RequestScoped
@Path("/terminals/{terminal_id}/shares/{operator}")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@Consumes(MediaType.APPLICATION_JSON)
public class SharesResource {

    @Inject
    SharedTerminals shared;

    @Inject
    CurrentOperator operator;

    /** Body: what the other may do. */
    public record ShareRequest(Leave may) {}

    @PUT
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN})
    @Operation(
            summary = "Shares a terminal with an operator who shares its tunnel, or changes what he may do there",
            description =
                    "He sees what is kept of its output, also from before. watch lets him see it, type lets him type."
                            + " He comes with a ticket for the terminal; the smallest screen decides the shell's size.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = GuestAnswer.class)))
    @APIResponse(responseCode = "404", description = "no_terminal")
    @APIResponse(responseCode = "409", description = "operator_not_in_tunnel, too_many_shares")
    @APIResponse(responseCode = "410", description = "terminal_ended")
    public Response share(
            @PathParam("terminal_id") String terminalId, @PathParam("operator") String with, ShareRequest wanted) {
        return answer(shared.share(operator.session(), terminalId, with, wanted.may()));
    }

    @DELETE
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN})
    @Operation(summary = "Takes a terminal back from an operator: his screens show nothing from this moment")
    @APIResponse(responseCode = "204", description = "taken back")
    @APIResponse(responseCode = "404", description = "no_terminal, not_shared")
    @APIResponse(responseCode = "410", description = "terminal_ended")
    public Response takeBack(@PathParam("terminal_id") String terminalId, @PathParam("operator") String from) {
        return answer(shared.takeBack(operator.session(), terminalId, from));
    }

    private static Response answer(ShareResult result) {
        if (result instanceof ShareResult.Shared done) {
            return Response.ok(GuestAnswer.of(done.guest())).build();
        }
        if (result instanceof ShareResult.TakenBack) {
            return Response.noContent().build();
        }
        return problem(result).toResponse();
    }

    private static Problem problem(ShareResult result) {
        if (result instanceof ShareResult.Ended ended) {
            return TerminalProblems.ended(ended.how());
        }
        if (result instanceof ShareResult.NotInTunnel) {
            return Problem.conflict(
                    "operator_not_in_tunnel", "nobody of this name shares the tunnel; he connects to the device first");
        }
        if (result instanceof ShareResult.NotShared) {
            return Problem.notFound("not_shared", "the terminal is not shared with an operator of this name");
        }
        if (result instanceof ShareResult.TooMany many) {
            return Problem.conflict(
                    "too_many_shares", "the terminal is shared with " + many.most() + " people; take it back from one");
        }
        return TerminalProblems.noTerminal();
    }
}
