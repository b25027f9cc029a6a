package io.borealis.lab.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.borealis.lab.run.Json;
import io.borealis.lab.run.LabException;
import java.net.http.HttpResponse;

/** What the Engine answered to one request. Immutable. */
public record EngineReply(int status, String contentType, String text) {

    static EngineReply of(HttpResponse<String> response) {
        return new EngineReply(
                response.statusCode(),
                response.headers().firstValue("content-type").orElse(""),
                response.body());
    }

    /** The body as JSON; a missing node when it is none. */
    public JsonNode json() {
        return Json.read(text);
    }

    /** A field of the body as text; empty when it is not there. */
    public String field(String name) {
        return json().path(name).asText("");
    }

    /** The reply itself when its status is the expected one. */
    public EngineReply expect(int expected) {
        if (status != expected) {
            throw new LabException("the Engine answered " + status + " instead of " + expected + ": " + text);
        }
        return this;
    }
}
