package io.borealis.web.access;

import io.borealis.engine.access.Duty;
import io.borealis.engine.access.OwnPassword;
import io.borealis.engine.access.SecondFactorResult;
import io.borealis.engine.access.SecondFactors;
import io.borealis.web.Problem;
import io.borealis.web.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** The second factor of whoever asks. */
@RequestScoped
@Path("/account/second-factor")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@Consumes(MediaType.APPLICATION_JSON)
public class SecondFactorResource {

    /** Characters of the longest code, with all that people type between its groups. */
    static final int LONGEST_CODE = 64;

    private static final int LONGEST_PASSWORD = 1024;

    @Inject
    SecondFactors factors;

    @Inject
    OwnPassword ownPassword;

    @Inject
    CurrentOperator operator;

    /** Body with a code. A secret: {@link #toString} is redacted. */
    public record Code(String code) {

        public Code {
            LoginRequest.bounded("code", code, LONGEST_CODE);
        }

        @Override
        public String toString() {
            return "Code[redacted]";
        }
    }

    /** Body with the password of whoever asks. A secret: {@link #toString} is redacted. */
    public record Proof(String password) {

        public Proof {
            LoginRequest.bounded("password", password, LONGEST_PASSWORD);
        }

        @Override
        public String toString() {
            return "Proof[redacted]";
        }
    }

    /** Answer with a secret that is shown this once. A credential: {@link #toString} is redacted. */
    public record SecretAnswer(String secret, String otpauthUri) {
        @Override
        public String toString() {
            return "SecretAnswer[redacted]";
        }
    }

    /** Answer with codes that are shown this once. Credentials: {@link #toString} is redacted. */
    public record RecoveryAnswer(List<String> recoveryCodes) {

        public RecoveryAnswer {
            recoveryCodes = List.copyOf(recoveryCodes);
        }

        @Override
        public String toString() {
            return "RecoveryAnswer[redacted]";
        }
    }

    @POST
    @EvenWith(Duty.SET_SECOND_FACTOR)
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN, Roles.AUDITOR})
    @Operation(
            summary = "A secret for an authenticator application, shown this once",
            description = "It takes my password. RFC 6238: SHA-1, six digits, 30 seconds. It counts once a first code"
                    + " confirmed it.")
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = SecretAnswer.class)))
    @APIResponse(responseCode = "403", description = "wrong_password")
    @APIResponse(responseCode = "404", description = "unknown_account")
    @APIResponse(responseCode = "409", description = "second_factor_set")
    public Response begin(Proof proof) {
        SecondFactorResult result = ownPassword.beginSecondFactor(operator.session(), proof.password());
        return result instanceof SecondFactorResult.Begun begun
                ? Response.status(Response.Status.CREATED)
                        .entity(new SecretAnswer(begun.secret(), begun.uri()))
                        .build()
                : refused(result);
    }

    @POST
    @Path("/confirm")
    @EvenWith(Duty.SET_SECOND_FACTOR)
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN, Roles.AUDITOR})
    @Operation(summary = "Confirm it by a first code; the answer has ten recovery codes, each good once")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = RecoveryAnswer.class)))
    @APIResponse(responseCode = "403", description = "wrong_code")
    @APIResponse(responseCode = "404", description = "unknown_account")
    @APIResponse(responseCode = "409", description = "no_second_factor, second_factor_set")
    public Response confirm(Code told) {
        SecondFactorResult result = factors.confirm(operator.session(), told.code());
        return result instanceof SecondFactorResult.Confirmed confirmed
                ? Response.ok(new RecoveryAnswer(confirmed.recoveryCodes())).build()
                : refused(result);
    }

    @POST
    @Path("/remove")
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN, Roles.AUDITOR})
    @Operation(summary = "Remove my second factor, by one more code of it")
    @APIResponse(responseCode = "204", description = "nothing asks for it any more")
    @APIResponse(responseCode = "403", description = "wrong_code")
    @APIResponse(responseCode = "404", description = "unknown_account")
    @APIResponse(responseCode = "409", description = "no_second_factor")
    public Response remove(Code told) {
        return doneOr(factors.remove(operator.session(), told.code()));
    }

    static Response doneOr(SecondFactorResult result) {
        return result instanceof SecondFactorResult.Done ? Response.noContent().build() : refused(result);
    }

    private static Response refused(SecondFactorResult result) {
        if (result instanceof SecondFactorResult.WrongCode) {
            return Problem.forbidden(
                            "wrong_code",
                            "the code is wrong, too old or used; take the next one of your device, or a recovery code")
                    .toResponse();
        }
        if (result instanceof SecondFactorResult.NotProved unproved) {
            return AccountProblems.notProved(unproved.why());
        }
        if (result instanceof SecondFactorResult.TooMany many) {
            return AccountProblems.tooMany(many.retryAfterSeconds());
        }
        if (result instanceof SecondFactorResult.AlreadySet) {
            return Problem.conflict(
                            "second_factor_set",
                            "you have a second factor; remove it first with POST /api/account/second-factor/remove")
                    .toResponse();
        }
        if (result instanceof SecondFactorResult.NotSet) {
            return Problem.conflict("no_second_factor", "there is none yet; begin with POST /api/account/second-factor")
                    .toResponse();
        }
        if (result instanceof SecondFactorResult.SessionOver ended) {
            return SessionProblems.over(ended.over()).toResponse();
        }
        return AccountProblems.unknown().toResponse();
    }
}
