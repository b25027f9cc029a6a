package io.borealis.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.annotation.Priority;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Stands before the server's own mapper for unreadable JSON, which would not name the field. */
@Provider
@Priority(1)
public final class JsonProblemMapper implements ExceptionMapper<JsonProcessingException> {

    private final ProblemMapper everything = new ProblemMapper();

    @Override
    public Response toResponse(JsonProcessingException unreadable) {
        return everything.toResponse(unreadable);
    }
}
