package io.borealis.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.borealis.engine.DatabaseOutage;
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

    /** The most precise words first, however deep a library wrapped them. */
    private static final List<Function<Throwable, Optional<Problem>>> WORDS = List.of(
            failed -> DatabaseOutage.isBehind(failed) ? Optional.of(DatabaseGate.problem()) : Optional.empty(),
            when(MalformedRequestException.class, MalformedRequestException::toProblem),
            when(BodyTooLargeException.class, big -> JsonProblems.tooLarge()),
            when(JsonProcessingException.class, JsonProblems::of),
            when(
                    MalformedValueException.class,
                    bad -> Problem.badRequest("bad_value", String.valueOf(bad.getMessage()))),
            when(EJBAccessException.class, no -> StatusProblems.of(403)),
            when(
                    WebApplicationException.class,
                    no -> StatusProblems.of(no.getResponse().getStatus())));

    @Override
    public Response toResponse(Throwable thrown) {
        Problem problem = problemOf(thrown);
        Response.ResponseBuilder answer = problem.builder();
        if (problem.status() == Response.Status.SERVICE_UNAVAILABLE.getStatusCode()) {
            answer.header(HttpHeaders.RETRY_AFTER, DatabaseOutage.RETRY_AFTER_SECONDS);
        }
        if (thrown instanceof WebApplicationException refused) {
            copy(refused.getResponse(), answer);
        }
        return answer.build();
    }

    static Problem problemOf(Throwable thrown) {
        for (Function<Throwable, Optional<Problem>> words : WORDS) {
            Throwable cause = thrown;
            for (int depth = 0; cause != null && depth < DEEPEST; depth++, cause = cause.getCause()) {
                Optional<Problem> problem = words.apply(cause);
                if (problem.isPresent()) {
                    return problem.get();
                }
            }
        }
        String incident = UUID.randomUUID().toString();
        LOG.log(Level.SEVERE, "request failed, incident " + incident, thrown);
        return StatusProblems.of(500).with("incident", incident);
    }

    private static void copy(Response refused, Response.ResponseBuilder answer) {
        for (String header : List.of(HttpHeaders.ALLOW, HttpHeaders.RETRY_AFTER, HttpHeaders.WWW_AUTHENTICATE)) {
            Object value = refused.getHeaders().getFirst(header);
            if (value != null) {
                answer.header(header, value);
            }
        }
    }

    private static <T extends Throwable> Function<Throwable, Optional<Problem>> when(
            Class<T> type, Function<T, Problem> words) {
        return thrown -> type.isInstance(thrown) ? Optional.of(words.apply(type.cast(thrown))) : Optional.empty();
    }
}
