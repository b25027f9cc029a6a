package io.borealis.web.terminal;

import io.borealis.engine.terminal.AttachResult;
import io.borealis.engine.terminal.SharedTerminals;
import io.borealis.engine.terminal.TerminalView;
import io.borealis.engine.terminal.Terminals;
import io.borealis.engine.terminal.TerminalsResult;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.terminal.FromTerminal;
import io.borealis.protocol.terminal.Leave;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.web.Parameters;
import io.borealis.web.Problem;
import io.borealis.web.Roles;
import io.borealis.web.access.CurrentOperator;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** The terminals of a tunnel, and the end of one by request: a page that goes away can still send that. */
@RequestScoped
@Path("/terminals")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
public class TerminalsResource {

    @Inject
    Terminals terminals;

    @Inject
    SharedTerminals shared;

    @Inject
    CurrentOperator operator;

    /** Somebody with whom a terminal is shared, and on how many screens he sees it at this moment. */
    public record GuestAnswer(String operator, Leave may, int screens) {
        static GuestAnswer of(FromTerminal.Guest guest) {
            return new GuestAnswer(guest.operator(), guest.may(), guest.screens());
        }
    }

    /**
     * A terminal that runs.
     *
     * @param operator who opened it
     * @param may {@code own}, {@code type} or {@code watch}
     * @param columns of the shell's window
     * @param rows of the shell's window
     * @param guests with whom it is shared; told to the session that opened it alone
     */
    public record TerminalAnswer(
            String terminalId,
            TunnelId tunnelId,
            DeviceId agentId,
            String operator,
            String may,
            int columns,
            int rows,
            List<GuestAnswer> guests) {

        static TerminalAnswer of(TerminalView view) {
            return new TerminalAnswer(
                    view.terminalId(),
                    view.tunnel(),
                    view.device(),
                    view.operator(),
                    view.may().map(Leave::wireName).orElse("own"),
                    view.size().columns(),
                    view.size().rows(),
                    view.guests().stream().map(GuestAnswer::of).toList());
        }
    }

    @GET
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN})
    @Operation(
            summary = "The terminals of a tunnel that this session may see",
            description =
                    "Those that it opened, with whom they are shared and who is there, and those that others share"
                            + " with its operator.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = TerminalAnswer.class)))
    @APIResponse(responseCode = "400", description = "bad_value")
    @APIResponse(responseCode = "403", description = "not_your_tunnel")
    @APIResponse(responseCode = "404", description = "no_tunnel")
    public Response list(@QueryParam("tunnel_id") @Nullable String tunnelId) {
        TerminalsResult result = shared.list(operator.session(), Parameters.tunnelId(tunnelId));
        if (result instanceof TerminalsResult.Found found) {
            return Response.ok(
                            found.terminals().stream().map(TerminalAnswer::of).toList())
                    .build();
        }
        if (result instanceof TerminalsResult.NotYours other) {
            return TerminalProblems.notYourTunnel(other.tunnelId()).toResponse();
        }
        return Problem.notFound("no_tunnel", "there is no live tunnel " + tunnelId)
                .toResponse();
    }

    @DELETE
    @Path("/{terminal_id}")
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN})
    @Operation(summary = "Ends a terminal that this session opened, whether a screen shows it or not")
    @APIResponse(responseCode = "204", description = "ended")
    @APIResponse(responseCode = "404", description = "no_terminal")
    @APIResponse(responseCode = "410", description = "terminal_ended")
    public Response end(@PathParam("terminal_id") String terminalId) {
        Optional<AttachResult> missing = terminals.close(operator.session(), terminalId);
        if (missing.isEmpty()) {
            return Response.noContent().build();
        }
        return missing.get() instanceof AttachResult.Ended ended
                ? TerminalProblems.ended(ended.how()).toResponse()
                : TerminalProblems.noTerminal().toResponse();
    }
}
