package io.borealis.web.access;

import io.borealis.engine.access.DevicePorts;
import io.borealis.engine.access.PortAccess;
import io.borealis.engine.access.SetPortsResult;
import io.borealis.engine.access.request.RequestView;
import io.borealis.engine.access.request.Requests;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.device.DeviceId;
import io.borealis.web.MalformedRequestException;
import io.borealis.web.Parameters;
import io.borealis.web.Problem;
import io.borealis.web.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Which ports of a device the Engine may reach through its tunnel. */
@RequestScoped
@Path("/devices/{agent_id}/ports")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@Consumes(MediaType.APPLICATION_JSON)
public class PortsResource {

    @Inject
    PortAccess access;

    @Inject
    CurrentOperator operator;

    @Inject
    Requests requests;

    private static final int LONGEST_COMMENT = 200;

    /**
     * Body of a change: the whole new list.
     *
     * @param comments by rule, what it is for, and nothing for the others; absent leaves those of the rules that stay
     * @param version of the list that was read; absent takes whatever there is
     * @param reason for whoever decides where the list opens more
     */
    public record NewPorts(
            List<PortRule> ports,
            Optional<Map<String, String>> comments,
            Optional<Integer> version,
            Optional<String> reason) {

        public NewPorts {
            if (ports.contains(null)) {
                throw new MalformedRequestException("bad_value", "ports", "a port rule cannot be null");
            }
            reason = Parameters.reason(reason);
        }

        PortAccess.Wanted wanted() {
            return new PortAccess.Wanted(ports, comments.map(this::byRule), version, reason);
        }

        private Map<PortRule, String> byRule(Map<String, String> said) {
            Map<PortRule, String> byRule = new HashMap<>();
            said.forEach((rule, text) -> {
                PortRule known = ruleIn(rule);
                wordsOf(text).ifPresent(words -> byRule.put(known, words));
            });
            return byRule;
        }

        private PortRule ruleIn(String text) {
            return ports.stream()
                    .filter(rule -> rule.toString().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new MalformedRequestException(
                            "bad_value", "comments", "a comment is for a rule of the list, written as it is there"));
        }

        private static Optional<String> wordsOf(@Nullable String text) {
            Optional<String> words =
                    Optional.ofNullable(text).map(String::strip).filter(said -> !said.isEmpty());
            words.ifPresent(said -> Parameters.requireName("comments", said, LONGEST_COMMENT));
            return words;
        }
    }

    @GET
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN, Roles.AUDITOR})
    @Operation(summary = "The device's port list, written tcp/PORT, udp/PORT or tcp/FIRST-LAST")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = DevicePorts.class)))
    @APIResponse(responseCode = "404", description = "unknown_agent")
    public Response ports(@PathParam("agent_id") String agentId) {
        DeviceId device = Parameters.agentId(agentId);
        return access.portsOf(operator.session(), device)
                .map(ports -> Response.ok(ports).build())
                .orElseGet(() -> unknown(device));
    }

    @PUT
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN})
    @Operation(
            summary = "Replace the device's port list; a live tunnel obeys at once",
            description = "A list that opens more than the one before and the defaults may be for somebody else to"
                    + " approve: then nothing is changed yet, and the answer is 202 with the request. A list that opens"
                    + " no more is stored at once, and what waits for the device is overtaken.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = DevicePorts.class)))
    @APIResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = RequestView.class)))
    @APIResponse(responseCode = "400", description = "too_many_ports")
    @APIResponse(responseCode = "403", description = "ports_beyond_ceiling, step_up_required")
    @APIResponse(responseCode = "404", description = "unknown_agent")
    @APIResponse(responseCode = "409", description = "too_many_requests_wait, ports_changed_meanwhile")
    @APIResponse(responseCode = "503", description = "ports_not_enforced")
    public Response set(@PathParam("agent_id") String agentId, NewPorts wanted) {
        DeviceId device = Parameters.agentId(agentId);
        return answer(device, access.set(operator.session(), device, wanted.wanted()));
    }

    @DELETE
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN})
    @Operation(
            summary =
                    "Take the device's own list away: the defaults of its system apply again; a live tunnel obeys at once",
            description =
                    "With version nothing is changed when the list is another one by now. default_ports of the list"
                            + " says beforehand what will be open.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = DevicePorts.class)))
    @APIResponse(responseCode = "404", description = "unknown_agent")
    @APIResponse(responseCode = "409", description = "ports_changed_meanwhile")
    @APIResponse(responseCode = "503", description = "ports_not_enforced")
    public Response reset(@PathParam("agent_id") String agentId, @QueryParam("version") @Nullable String version) {
        DeviceId device = Parameters.agentId(agentId);
        Optional<Integer> seen = Optional.ofNullable(version).map(PortsResource::version);
        return answer(device, access.reset(operator.session(), device, seen));
    }

    private static int version(String text) {
        if (!text.matches("[0-9]{1,9}")) {
            throw new MalformedRequestException(
                    "bad_value", "version", "version is the number that came with the list");
        }
        return Integer.parseInt(text);
    }

    private Response answer(DeviceId device, SetPortsResult result) {
        if (result instanceof SetPortsResult.Done done) {
            return Response.ok(done.ports()).build();
        }
        if (result instanceof SetPortsResult.UnknownDevice none) {
            return unknown(none.agentId());
        }
        if (result instanceof SetPortsResult.ChangedMeanwhile other) {
            return changedMeanwhile(other.now()).toResponse();
        }
        if (result instanceof SetPortsResult.BeyondCeiling beyond) {
            return beyondCeiling(beyond.beyond(), beyond.ceiling()).toResponse();
        }
        if (result instanceof SetPortsResult.StepUpRequired) {
            return StepUp.required().toResponse();
        }
        if (result instanceof SetPortsResult.Waits waits) {
            return requests.find(operator.session(), waits.requestId())
                    .map(request -> Response.accepted(request).build())
                    .orElseGet(() -> unknown(device));
        }
        if (result instanceof SetPortsResult.TooManyWait many) {
            return RequestProblems.tooManyWait(many.most(), many.own());
        }
        if (result instanceof SetPortsResult.TooOften often) {
            return RequestProblems.tooOften(often.retryAfterSeconds());
        }
        if (result instanceof SetPortsResult.TooManyRules many) {
            return Problem.badRequest("too_many_ports", "a device has at most " + many.most() + " port rules")
                    .with("field", "ports")
                    .toResponse();
        }
        if (result instanceof SetPortsResult.TunnelEnded ended) {
            DevicePorts ports = ended.ports();
            return Problem.of(Response.Status.SERVICE_UNAVAILABLE, "ports_not_enforced", ended.detail())
                    .with("ports", ports.ports())
                    .toResponse();
        }
        throw new IllegalStateException("an answer without words: " + result);
    }

    private static Problem changedMeanwhile(DevicePorts now) {
        Problem problem = Problem.conflict(
                        "ports_changed_meanwhile",
                        "somebody changed the list after it was read; look at it as it is now, and send what you want with its"
                                + " version")
                .with("ports", now.ports())
                .with("version", now.version());
        return now.changedBy().map(who -> problem.with("changed_by", who)).orElse(problem);
    }

    static Problem beyondCeiling(List<PortRule> beyond, List<PortRule> ceiling) {
        return Problem.forbidden(
                        "ports_beyond_ceiling",
                        "the device's site allows no more than its ceiling; leave out what is beyond, or ask an"
                                + " administrator to raise it")
                .with("beyond", beyond)
                .with("ceiling", ceiling);
    }

    private static Response unknown(DeviceId device) {
        return Problem.notFound("unknown_agent", "there is no agent " + device).toResponse();
    }
}
