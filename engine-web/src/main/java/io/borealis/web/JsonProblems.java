package io.borealis.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.borealis.protocol.IllFormedJsonException;
import io.borealis.protocol.MalformedValueException;
import io.borealis.protocol.ProtocolJson;

/** What to tell a caller whose body could not be read: which field, and which rule it broke; never the value. */
final class JsonProblems {

    private JsonProblems() {}

    static Problem of(JsonProcessingException unreadable) {
        if (unreadable instanceof IllFormedJsonException illFormed) {
            return ofIllFormed(illFormed);
        }
        if (unreadable instanceof StreamConstraintsException) {
            return Problem.badRequest(
                    "malformed_json", "the body breaks a bound: too deep, or a name, number or text too long");
        }
        if (unreadable instanceof UnrecognizedPropertyException unknown) {
            String field = String.valueOf(unknown.getPropertyName());
            return Problem.badRequest("unknown_field", "the field " + clean(field) + " is not known here")
                    .with("field", clean(field));
        }
        if (unreadable instanceof JsonMappingException bad) {
            return ofMapping(bad);
        }
        return Problem.badRequest("malformed_json", "the body is not JSON");
    }

    private static Problem ofIllFormed(IllFormedJsonException bad) {
        String field = clean(bad.field());
        return switch (bad.rule()) {
            case UTF_8 -> Problem.badRequest("not_utf8", "the body is not UTF-8; send JSON in UTF-8");
            case ONE_KEY_ONCE ->
                Problem.badRequest("duplicate_key", "the field " + field + " is there twice; send it once")
                        .with("field", field);
            case TEXT -> TextProblems.of(field, bad.fault().orElseThrow());
        };
    }

    private static Problem ofMapping(JsonMappingException bad) {
        String field = where(bad);
        for (Throwable cause = bad; cause != null; cause = cause.getCause()) {
            if (cause instanceof IllFormedJsonException illFormed) {
                return ofIllFormed(illFormed);
            }
            if (cause instanceof MalformedValueException precise) {
                return Problem.badRequest("bad_value", String.valueOf(precise.getMessage()))
                        .with("field", field);
            }
        }
        String message = String.valueOf(bad.getOriginalMessage());
        if (message.startsWith("Missing") || message.startsWith("Null value for creator property")) {
            return Problem.badRequest("missing_field", "the field " + field + " is required")
                    .with("field", field);
        }
        return Problem.badRequest("bad_value", "the value of " + field + " does not fit")
                .with("field", field);
    }

    /** The innermost named field; the whole body is called {@code body}. */
    private static String where(JsonMappingException bad) {
        var path = bad.getPath();
        for (int i = path.size() - 1; i >= 0; i--) {
            String field = path.get(i).getFieldName();
            if (field != null) {
                return clean(field);
            }
        }
        return "body";
    }

    /** A caller's own field name is given back short and harmless. */
    static String clean(String field) {
        String harmless = field.replaceAll("[^A-Za-z0-9_.-]", "?");
        return harmless.length() > 64 ? harmless.substring(0, 64) : harmless;
    }

    static Problem tooLarge() {
        return Problem.of(
                413,
                "Content Too Large",
                "body_too_large",
                "a body has at most " + ProtocolJson.MAX_DOCUMENT_BYTES + " bytes");
    }
}
