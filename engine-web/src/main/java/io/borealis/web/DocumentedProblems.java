package io.borealis.web;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/**
 * Completes the description of the interface: every operation also answers what the Engine as a whole may answer, every
 * refusal is a problem document, and its codes are listed. A resource method states only its own refusals, as
 * {@code @APIResponse(responseCode = "409", description = "code, other_code")}. A status of 500 is a bug and never stated.
 */
public final class DocumentedProblems implements OASFilter {

    private static final String SCHEMA = "Problem";

    /** What any operation may answer, by status. */
    private static final Map<Integer, List<String>> OF_ALL = Map.ofEntries(
            Map.entry(
                    400,
                    List.of(
                            "bad_text",
                            "bad_value",
                            "duplicate_key",
                            "malformed_json",
                            "malformed_request",
                            "missing_field",
                            "not_utf8",
                            "too_many_parameters",
                            "unknown_field")),
            Map.entry(403, List.of("console_header_required", "origin_not_allowed")),
            Map.entry(404, List.of("not_found")),
            Map.entry(405, List.of("method_not_allowed")),
            Map.entry(406, List.of("not_acceptable")),
            Map.entry(408, List.of("too_slow")),
            Map.entry(413, List.of("body_too_large")),
            Map.entry(414, List.of("target_too_long")),
            Map.entry(415, List.of("unsupported_media_type")),
            Map.entry(429, List.of("too_many_requests")),
            Map.entry(431, List.of("head_too_large")),
            Map.entry(503, List.of("database_unavailable", "too_busy", "unavailable")));

    /** What an operation may answer that wants a token. */
    private static final Map<Integer, List<String>> OF_SECURED = Map.of(
            401,
            List.of("session_ended", "unauthorized"),
            403,
            List.of(
                    "account_disabled",
                    "forbidden",
                    "issuer_second_factor_required",
                    "issuer_session_ended",
                    "no_role",
                    "password_change_required",
                    "second_factor_setup_required"),
            503,
            List.of("issuer_unreachable"));

    /** Where callers get their first token, as the deployment descriptor has it. */
    private static final Set<String> OPEN = Set.of(
            "/api/auth/login",
            "/api/auth/oidc/start",
            "/api/auth/oidc/callback",
            "/api/auth/oidc/backchannel-logout",
            "/api/auth/ways",
            "/api/agent/enroll",
            "/api/agent/enroll/{id}",
            "/api/agent/token");

    @Override
    public void filterOpenAPI(OpenAPI document) {
        if (document.getPaths() == null) {
            return;
        }
        Components components =
                document.getComponents() == null ? OASFactory.createComponents() : document.getComponents();
        components.addSchema(SCHEMA, problem());
        document.setComponents(components);
        document.getPaths().getPathItems().forEach((path, item) -> item.getOperations()
                .values()
                .forEach(operation -> complete(operation, OPEN.contains(path))));
    }

    private static Schema problem() {
        Schema text = OASFactory.createSchema().addType(SchemaType.STRING);
        return OASFactory.createSchema()
                .addType(SchemaType.OBJECT)
                .description("A problem document (RFC 9457). Programs read the code, people the detail.")
                .addProperty("type", text)
                .addProperty("title", text)
                .addProperty("status", OASFactory.createSchema().addType(SchemaType.INTEGER))
                .addProperty("detail", text)
                .addProperty("code", text)
                .required(List.of("type", "title", "status", "detail", "code"));
    }

    private static void complete(Operation operation, boolean open) {
        APIResponses responses =
                operation.getResponses() == null ? OASFactory.createAPIResponses() : operation.getResponses();
        Map<Integer, TreeSet<String>> refusals = new TreeMap<>();
        add(refusals, OF_ALL);
        if (open) {
            operation.setSecurity(List.of());
        } else {
            add(refusals, OF_SECURED);
        }
        List<String> stated = new ArrayList<>(responses.getAPIResponses().keySet());
        for (String status : stated) {
            APIResponse response = responses.getAPIResponse(status);
            if (status.startsWith("2") || status.startsWith("3")) {
                success(response);
            } else {
                add(refusals, Map.of(Integer.valueOf(status), codesOf(response)));
            }
        }
        refusals.forEach((status, codes) -> responses.addAPIResponse(status.toString(), refusal(status, codes)));
        operation.setResponses(responses);
    }

    private static void add(Map<Integer, TreeSet<String>> refusals, Map<Integer, List<String>> more) {
        more.forEach((status, codes) ->
                refusals.computeIfAbsent(status, any -> new TreeSet<>()).addAll(codes));
    }

    private static List<String> codesOf(APIResponse stated) {
        String codes = stated.getDescription();
        return codes == null ? List.of() : Arrays.asList(codes.split(",\\s*"));
    }

    /** What a method produces also names the form of its refusals, which no success has; a description is required. */
    private static void success(APIResponse response) {
        if (response.getDescription() == null || response.getDescription().isEmpty()) {
            response.setDescription("Done");
        }
        if (response.getContent() != null) {
            response.getContent().removeMediaType(Problem.MEDIA_TYPE);
        }
    }

    private static APIResponse refusal(int status, TreeSet<String> codes) {
        Schema codeList = OASFactory.createSchema().addType(SchemaType.STRING);
        codes.forEach(codeList::addEnumeration);
        Schema schema = OASFactory.createSchema()
                .addAllOf(OASFactory.createSchema().ref(SCHEMA))
                .addAllOf(OASFactory.createSchema().addType(SchemaType.OBJECT).addProperty("code", codeList));
        MediaType body = OASFactory.createMediaType().schema(schema);
        APIResponse response = OASFactory.createAPIResponse()
                .description(String.join(", ", codes))
                .content(OASFactory.createContent().addMediaType(Problem.MEDIA_TYPE, body));
        if (status == 429 || status == 503) {
            response.addHeader(
                    "Retry-After",
                    OASFactory.createHeader()
                            .description("Seconds to wait")
                            .schema(OASFactory.createSchema().addType(SchemaType.INTEGER)));
        }
        return response;
    }
}
