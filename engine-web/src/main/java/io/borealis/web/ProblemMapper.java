package io.borealis.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.borealis.protocol.MalformedValueException;
import jakarta.ejb.EJBAccessException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The one place where an exception becomes an answer. A bug is written to the log once, under a number that the answer
 * names; the answer itself never tells more than the number.
 */
@Provider
public final class ProblemMapper implements ExceptionMapper<Throwable> {

    private static final Logger LOG = Logger.getLogger(ProblemMapper.class.getName());
    private static final int DEEPEST = 8;

    private static final List<Function<Throwable, Optional<Response>>> WORDS = List.of(
            when(MalformedRequestException.class, bad -> bad.toProblem().toResponse()),
            when(BodyTooLargeException.class, big -> JsonProblems.tooLarge()
                    .builder()
                    .header("Connection", "close")
                    .build()),
            when(JsonProcessingException.class, bad -> JsonProblems.of(bad).toResponse()),
            when(MalformedValueException.class, bad -> Problem.badRequest("bad_value", String.valueOf(bad.getMessage()))
                    .toResponse()),
            when(EJBAccessException.class, no -> StatusProblems.of(403).toResponse()));

    private static <T extends Throwable> Function<Throwable, Optional<Response>> when(
            Class<T> type, Function<T, Response> words) {
        return thrown -> type.isInstance(thrown) ? Optional.of(words.apply(type.cast(thrown))) : Optional.empty();
    }

    @Override
    public Response toResponse(Throwable thrown) {
        // The most precise words first, however deep a library wrapped them
        for (Function<Throwable, Optional<Response>> words : WORDS) {
            Throwable cause = thrown;
            for (int depth = 0; cause != null && depth < DEEPEST; depth++, cause = cause.getCause()) {
                Optional<Response> answer = words.apply(cause);
                if (answer.isPresent()) {
                    return answer.get();
                }
            }
        }
        if (thrown instanceof WebApplicationException refused) {
            return ofStatus(refused.getResponse());
        }
        return unexpected(thrown);
    }

    private static Response ofStatus(Response refused) {
        Response.ResponseBuilder answer = StatusProblems.of(refused.getStatus()).builder();
        for (String header : new String[] {HttpHeaders.ALLOW, HttpHeaders.RETRY_AFTER, HttpHeaders.WWW_AUTHENTICATE}) {
            Object value = refused.getHeaders().getFirst(header);
            if (value != null) {
                answer.header(header, value);
            }
        }
        return answer.build();
    }

    private static Response unexpected(Throwable thrown) {
        String incident = UUID.randomUUID().toString();
        LOG.log(Level.SEVERE, "request failed, incident " + incident, thrown);
        return StatusProblems.of(Response.Status.INTERNAL_SERVER_ERROR.getStatusCode())
                .with("incident", incident)
                .toResponse();
    }
}
