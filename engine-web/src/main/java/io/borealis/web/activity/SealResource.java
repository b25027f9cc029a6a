package io.borealis.web.activity;

import io.borealis.engine.activity.seal.ActivityProof;
import io.borealis.engine.activity.seal.ProofResult;
import io.borealis.engine.activity.seal.ProofView;
import io.borealis.web.Problem;
import io.borealis.web.Roles;
import io.borealis.web.access.CurrentOperator;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Whether what happened stands as it was sealed, and the keys to see that for oneself. */
@RequestScoped
@Path("/activity")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
public class SealResource {

    @Inject
    ActivityProof proof;

    @Inject
    CurrentOperator operator;

    @GET
    @Path("/verify")
    @RolesAllowed({Roles.AUDITOR, Roles.ADMIN})
    @Operation(
            summary = "Proves that a period of the activity stands as it was sealed",
            description = "Follows the chain over the period, computes each row's hash anew and checks each signed"
                    + " checkpoint: proven, or where it fails first and why. At most a million rows. It covers all rows"
                    + " of the period, whatever the reach of who asks, and tells none of them.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ProofView.class)))
    @APIResponse(responseCode = "400", description = "bad_period, period_too_large")
    public Response verify(
            @QueryParam("from")
                    @Parameter(description = "From this moment on: ISO 8601 in UTC, 2026-11-30T08:00:00Z or 2026-11-30")
                    @Nullable
                    String from,
            @QueryParam("until") @Parameter(description = "Before this moment, written in the same way") @Nullable
                    String until) {
        ActivityQuery.Period period = ActivityQuery.period(from, until);
        ProofResult result = proof.prove(operator.session().username(), period.from(), period.until());
        if (result instanceof ProofResult.TooOften often) {
            int seconds = often.retryAfterSeconds();
            return Problem.tooMany(
                            "too_many_requests", "you ask for proofs too often; ask again in " + seconds + " seconds")
                    .builder()
                    .header(HttpHeaders.RETRY_AFTER, seconds)
                    .build();
        }
        if (result instanceof ProofResult.TooLarge large) {
            return Problem.badRequest(
                            "period_too_large",
                            "the period has " + large.rows() + " rows, and one proof looks at " + large.most()
                                    + ": choose a shorter one, and prove one after the other")
                    .with("field", "from")
                    .with("most_rows", large.most())
                    .toResponse();
        }
        return Response.ok(((ProofResult.Looked) result).view()).build();
    }

    @GET
    @Path("/keys")
    @RolesAllowed({Roles.AUDITOR, Roles.ADMIN})
    @Operation(
            summary = "The public keys of checkpoints and exports",
            description = "In PEM, the oldest first; what is needed beside an export to check it without the Engine.")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            schema =
                                    @Schema(
                                            type = SchemaType.ARRAY,
                                            implementation = ActivityProof.PublicKeyView.class)))
    public Response keys() {
        return Response.ok(proof.keys()).build();
    }
}
