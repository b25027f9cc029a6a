package io.borealis.web.device;

import io.borealis.engine.device.AccessTokenResult;
import io.borealis.engine.device.EnrollResult;
import io.borealis.engine.device.Enrollment;
import io.borealis.protocol.device.AccessToken;
import io.borealis.protocol.device.AccessTokenRequest;
import io.borealis.protocol.device.DeviceState;
import io.borealis.protocol.device.EnrollmentReply;
import io.borealis.protocol.device.EnrollmentRequest;
import io.borealis.web.ClientAddress;
import io.borealis.web.Problem;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What an agent asks before it has a token: to be enrolled, and for its access token. It proves itself by its key. */
@RequestScoped
@Path("/agent")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@Consumes(MediaType.APPLICATION_JSON)
public class AgentsResource {

    @Inject
    Enrollment enrollment;

    @Inject
    ClientAddress client;

    @POST
    @Path("/enroll")
    @PermitAll
    @Operation(summary = "Ask to be enrolled with a code; signed by the device key")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = EnrollmentReply.class)))
    @APIResponse(responseCode = "400", description = "bad_signature")
    @APIResponse(responseCode = "403", description = "code_not_valid, device_disabled, device_removed")
    public Response enroll(EnrollmentRequest wanted) {
        EnrollResult result = enrollment.request(wanted, client.get());
        if (result instanceof EnrollResult.Accepted accepted) {
            return Response.ok(accepted.reply()).build();
        }
        if (result instanceof EnrollResult.TooMany many) {
            return tooMany(many.retryAfterSeconds());
        }
        if (result instanceof EnrollResult.Refused refused) {
            return refusal(refused.why()).toResponse();
        }
        throw new IllegalStateException("an answer without words: " + result);
    }

    @GET
    @Path("/enroll/{id}")
    @PermitAll
    @Operation(summary = "Where the enrollment stands; the id is known to its device alone")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = EnrollmentReply.class)))
    @APIResponse(responseCode = "404", description = "unknown_request")
    public Response reply(@PathParam("id") String requestId) {
        return enrollment
                .reply(requestId)
                .map((EnrollmentReply reply) -> Response.ok(reply).build())
                .orElseGet(() -> Problem.notFound("unknown_request", "there is no such enrollment request")
                        .toResponse());
    }

    @POST
    @Path("/token")
    @PermitAll
    @Operation(summary = "Exchange a client assertion signed by the device key for an access token")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = AccessToken.class)))
    @APIResponse(responseCode = "401", description = "assertion_refused")
    @APIResponse(responseCode = "403", description = "device_disabled, device_removed")
    public Response token(AccessTokenRequest proof) {
        AccessTokenResult result = enrollment.accessToken(proof, client.get());
        if (result instanceof AccessTokenResult.Granted granted) {
            return Response.ok(granted.token()).build();
        }
        if (result instanceof AccessTokenResult.TooMany many) {
            return tooMany(many.retryAfterSeconds());
        }
        if (result instanceof AccessTokenResult.NotAllowed kept) {
            return DeviceProblems.toDevice(kept.state()).toResponse();
        }
        return Problem.of(
                        Response.Status.UNAUTHORIZED,
                        "assertion_refused",
                        "the assertion does not prove an enrolled device; check the clock, then enrol again")
                .toResponse();
    }

    private static Problem refusal(EnrollResult.Why why) {
        return switch (why) {
            case CODE_NOT_VALID ->
                Problem.forbidden(
                        "code_not_valid", "the enrollment code is unknown, expired, used up or revoked; get a new one");
            case BAD_SIGNATURE ->
                Problem.badRequest("bad_signature", "the request is not signed by the key that it names")
                        .with("field", "signature");
            case DEVICE_DISABLED -> DeviceProblems.toDevice(DeviceState.DISABLED);
            case DEVICE_REMOVED -> DeviceProblems.toDevice(DeviceState.REMOVED);
        };
    }

    private static Response tooMany(int seconds) {
        return Problem.tooMany("too_many_requests", "too many requests; try again in " + seconds + " seconds")
                .builder()
                .header(HttpHeaders.RETRY_AFTER, seconds)
                .build();
    }
}
