package io.borealis.web.device;

import io.borealis.engine.Page;
import io.borealis.engine.device.CodeTerms;
import io.borealis.engine.device.CodeView;
import io.borealis.engine.device.DecisionResult;
import io.borealis.engine.device.Enrollment;
import io.borealis.engine.device.EnrollmentCodes;
import io.borealis.engine.device.EnrollmentView;
import io.borealis.engine.device.IssuedCode;
import io.borealis.web.PageLink;
import io.borealis.web.Parameters;
import io.borealis.web.Problem;
import io.borealis.web.Roles;
import io.borealis.web.access.CurrentOperator;
import io.borealis.web.access.StepUp;
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
import java.time.Instant;
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

/** Administrators make codes and decide about the devices that used them. */
@RequestScoped
@Path("/enrollment")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@Consumes(MediaType.APPLICATION_JSON)
public class EnrollmentResource {

    @Inject
    Enrollment enrollment;

    @Inject
    EnrollmentCodes codes;

    @Inject
    CurrentOperator operator;

    @Inject
    StepUp stepUp;

    /** Body for a new code; what is absent is one use within a day, decided by a person, for the site that always exists. */
    public record NewCode(
            Optional<Integer> uses,
            Optional<Long> lifeSeconds,
            Optional<Long> autoApproveSeconds,
            Optional<String> label,
            Optional<UUID> siteId) {

        public NewCode {
            label = label.map(String::strip).filter(text -> !text.isEmpty());
            label.ifPresent(text -> Parameters.requireName("label", text, CodeTerms.LONGEST_LABEL));
        }

        CodeTerms terms() {
            return new CodeTerms(
                    uses.orElse(CodeTerms.DEFAULT.uses()),
                    lifeSeconds.map(Duration::ofSeconds).orElse(CodeTerms.DEFAULT.life()),
                    autoApproveSeconds.map(Duration::ofSeconds),
                    label,
                    siteId);
        }
    }

    /** Answer with the code, shown this once. A credential: {@link #toString} is redacted. */
    public record CodeAnswer(
            UUID id,
            String code,
            Optional<String> label,
            int uses,
            Instant expiresAt,
            Optional<Instant> autoApproveUntil,
            UUID siteId) {

        static CodeAnswer of(IssuedCode issued) {
            return new CodeAnswer(
                    issued.id(),
                    issued.code().reveal(),
                    issued.label(),
                    issued.uses(),
                    issued.expiresAt(),
                    issued.autoApproveUntil(),
                    issued.siteId());
        }

        @Override
        public String toString() {
            return "CodeAnswer[" + id + ", redacted]";
        }
    }

    @POST
    @Path("/codes")
    @RolesAllowed(Roles.ADMIN)
    @Operation(summary = "Make an enrollment code; it is shown once")
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = CodeAnswer.class)))
    @APIResponse(responseCode = "403", description = "step_up_required")
    @APIResponse(responseCode = "404", description = "unknown_site")
    public Response createCode(NewCode wanted) {
        // Such a code approves, too
        return wanted.autoApproveSeconds().isPresent() ? stepUp.before(() -> issue(wanted)) : issue(wanted);
    }

    private Response issue(NewCode wanted) {
        return codes.create(operator.session(), wanted.terms())
                .map(issued -> Response.status(Response.Status.CREATED)
                        .entity(CodeAnswer.of(issued))
                        .build())
                .orElseGet(() -> DeviceProblems.unknownSite().toResponse());
    }

    @GET
    @Path("/codes")
    @RolesAllowed(Roles.ADMIN)
    @Operation(
            summary = "Enrollment codes without their secret, the newest first, page by page",
            description = "At most limit of them (1 to 500, else 100), after the id given.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = CodeView.class)),
            headers =
                    @Header(
                            name = HttpHeaders.LINK,
                            description = "The next page, with rel=next, while there is one",
                            schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "404", description = "unknown_code")
    public Response codes(@QueryParam("after") @Nullable String after, @QueryParam("limit") @Nullable String limit) {
        int most = Parameters.limit(limit);
        Optional<Page<CodeView>> page = codes.page(Parameters.afterCode(after), most);
        return page.map(found -> PageLink.answer(found, CodeView::id, most, Map.of()))
                .orElseGet(EnrollmentResource::unknownCode);
    }

    @DELETE
    @Path("/codes/{id}")
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed(Roles.ADMIN)
    @Operation(
            summary = "Revoke a code: nobody enrols with it any more",
            description = "Devices that enrolled with it stay; requests that wait for a decision go on waiting.")
    @APIResponse(responseCode = "204", description = "the code is revoked")
    @APIResponse(responseCode = "404", description = "unknown_code")
    public Response revokeCode(@PathParam("id") String id, @QueryParam("reason") @Nullable String reason) {
        Optional<String> why = Parameters.reason(Optional.ofNullable(reason));
        return codes.revoke(operator.session(), Parameters.codeId(id), why)
                ? Response.noContent().build()
                : unknownCode();
    }

    private static Response unknownCode() {
        return Problem.notFound("unknown_code", "there is no such enrollment code")
                .toResponse();
    }

    @GET
    @Path("/requests")
    @RolesAllowed(Roles.ADMIN)
    @Operation(
            summary = "Enrollment requests, the newest first, page by page",
            description = "At most limit of them (1 to 500, else 100), after the request_id given.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = EnrollmentView.class)),
            headers =
                    @Header(
                            name = HttpHeaders.LINK,
                            description = "The next page, with rel=next, while there is one",
                            schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "404", description = "unknown_request")
    public Response requests(@QueryParam("after") @Nullable String after, @QueryParam("limit") @Nullable String limit) {
        int most = Parameters.limit(limit);
        return enrollment
                .page(Optional.ofNullable(after), most)
                .map(page -> PageLink.answer(page, EnrollmentView::requestId, most, Map.of()))
                .orElseGet(EnrollmentResource::unknownRequest);
    }

    @POST
    @Path("/requests/{id}/approve")
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed(Roles.ADMIN)
    @Operation(summary = "Let the device in")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = EnrollmentView.class)))
    @APIResponse(responseCode = "403", description = "step_up_required")
    @APIResponse(responseCode = "404", description = "unknown_request")
    @APIResponse(responseCode = "409", description = "already_decided, device_disabled, device_removed")
    public Response approve(@PathParam("id") String requestId) {
        return stepUp.before(() -> answer(enrollment.approve(operator.session(), requestId)));
    }

    @POST
    @Path("/requests/{id}/deny")
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed(Roles.ADMIN)
    @Operation(summary = "Keep the device out")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = EnrollmentView.class)))
    @APIResponse(responseCode = "404", description = "unknown_request")
    @APIResponse(responseCode = "409", description = "already_decided")
    public Response deny(@PathParam("id") String requestId) {
        return answer(enrollment.deny(operator.session(), requestId));
    }

    private static Response answer(DecisionResult result) {
        if (result instanceof DecisionResult.Decided decided) {
            return Response.ok(decided.request()).build();
        }
        if (result instanceof DecisionResult.AlreadyDecided earlier) {
            return Problem.conflict("already_decided", "the request was decided before")
                    .with("decision", earlier.status())
                    .toResponse();
        }
        if (result instanceof DecisionResult.NotAllowed kept) {
            return DeviceProblems.keptOut(kept.state()).toResponse();
        }
        return unknownRequest();
    }

    private static Response unknownRequest() {
        return Problem.notFound("unknown_request", "there is no such enrollment request")
                .toResponse();
    }
}
