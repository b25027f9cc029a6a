package io.borealis.web;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.TreeMap;

/**
 * A problem document (RFC 9457): what a caller is told when a request was not done. {@code code} is stable and for
 * programs, {@code detail} is for people; neither holds a secret or a stack trace. Immutable.
 *
 * @param more members of this problem alone, such as {@code field} or {@code tunnel_id}
 */
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String code,
        @JsonAnyGetter Map<String, Object> more) {

    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        more = Map.copyOf(more);
    }

    /** A problem of this status; the code is stable, the detail names cause and cure. */
    public static Problem of(Response.Status status, String code, String detail) {
        return of(status.getStatusCode(), status.getReasonPhrase(), code, detail);
    }

    /** A problem of a status that {@link Response.Status} need not know. */
    public static Problem of(int status, String title, String code, String detail) {
        return new Problem("urn:borealis:problem:" + code, title, status, detail, code, Map.of());
    }

    public static Problem badRequest(String code, String detail) {
        return of(Response.Status.BAD_REQUEST, code, detail);
    }

    public static Problem forbidden(String code, String detail) {
        return of(Response.Status.FORBIDDEN, code, detail);
    }

    public static Problem notFound(String code, String detail) {
        return of(Response.Status.NOT_FOUND, code, detail);
    }

    public static Problem conflict(String code, String detail) {
        return of(Response.Status.CONFLICT, code, detail);
    }

    public static Problem tooMany(String code, String detail) {
        return of(Response.Status.TOO_MANY_REQUESTS, code, detail);
    }

    /** The same problem with one more member. */
    public Problem with(String member, Object value) {
        var members = new TreeMap<>(more);
        members.put(member, value);
        return new Problem(type, title, status, detail, code, members);
    }

    public Response toResponse() {
        return builder().build();
    }

    /** For answers that carry headers of their own. */
    public Response.ResponseBuilder builder() {
        return Response.status(status).type(MediaType.valueOf(MEDIA_TYPE)).entity(this);
    }
}
