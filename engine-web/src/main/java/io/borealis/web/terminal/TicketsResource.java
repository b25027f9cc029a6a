package io.borealis.web.terminal;

import io.borealis.engine.terminal.TerminalTickets;
import io.borealis.engine.terminal.TicketResult;
import io.borealis.engine.terminal.TicketUse;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.web.Problem;
import io.borealis.web.Roles;
import io.borealis.web.access.CurrentOperator;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Tickets that open a terminal's WebSocket, since a browser cannot send a token there. */
@RequestScoped
@Path("/terminal/tickets")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@Consumes(MediaType.APPLICATION_JSON)
public class TicketsResource {

    @Inject
    TerminalTickets tickets;

    @Inject
    CurrentOperator operator;

    /** Body: for a new terminal in which tunnel, or to attach to which one there, its own or one that is shared with it. */
    public record TicketRequest(TunnelId tunnelId, Optional<String> terminalId) {}

    /** Answer. A credential: {@link #toString} is redacted. */
    public record TicketAnswer(String ticket, int expiresIn) {
        @Override
        public String toString() {
            return "TicketAnswer[redacted]";
        }
    }

    @POST
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN})
    @Operation(
            summary = "A ticket for /ws/terminal/{tunnel_id}, good once and for seconds",
            description =
                    "With terminal_id it attaches to that terminal, for the session that opened it and for those with whom"
                            + " it is shared; without, it opens a new one.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = TicketAnswer.class)))
    @APIResponse(responseCode = "403", description = "not_your_tunnel")
    @APIResponse(responseCode = "404", description = "no_tunnel, no_terminal")
    @APIResponse(responseCode = "410", description = "terminal_ended")
    public Response issue(TicketRequest wanted) {
        TicketResult result = tickets.issue(wanted.tunnelId(), new TicketUse(operator.session(), wanted.terminalId()));
        if (result instanceof TicketResult.Issued issued) {
            return Response.ok(new TicketAnswer(issued.ticket(), issued.expiresIn()))
                    .build();
        }
        if (result instanceof TicketResult.NotYours other) {
            return TerminalProblems.notYourTunnel(other.tunnelId()).toResponse();
        }
        if (result instanceof TicketResult.NoTerminal) {
            return TerminalProblems.noTerminal().toResponse();
        }
        if (result instanceof TicketResult.Ended ended) {
            return TerminalProblems.ended(ended.how()).toResponse();
        }
        if (result instanceof TicketResult.TooMany many) {
            return Problem.tooMany("too_many_requests", "too many unused tickets; use one, or wait")
                    .builder()
                    .header(HttpHeaders.RETRY_AFTER, many.retryAfterSeconds())
                    .build();
        }
        return Problem.notFound("no_tunnel", "there is no live tunnel " + wanted.tunnelId())
                .toResponse();
    }
}
