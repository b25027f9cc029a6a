package io.borealis.web;

import io.borealis.engine.DatabaseOutage;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Error page for everything that JAX-RS does not answer itself: missing tokens, unknown paths, failed WebSocket
 * upgrades, bugs in filters. Answers a problem document and nothing else.
 */
@WebServlet(urlPatterns = ProblemPage.PATH, loadOnStartup = 1)
public final class ProblemPage extends HttpServlet {

    static final String PATH = "/problem";
    private static final String PRECISE = Problem.class.getName();
    private static final Logger LOG = Logger.getLogger(ProblemPage.class.getName());

    /** For filters: answers this problem instead of the words of its bare status, with all that every answer carries. */
    public static void refuse(HttpServletRequest request, HttpServletResponse response, Problem problem)
            throws IOException {
        request.setAttribute(PRECISE, problem);
        response.sendError(problem.status());
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        Object precise = request.getAttribute(PRECISE);
        // Called directly it is a path like any other that does not exist
        Problem problem = precise instanceof Problem told
                ? told
                : StatusProblems.of(status instanceof Integer code && code >= 400 ? code : 404);
        Object bug = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
        if (bug instanceof Throwable out && DatabaseOutage.isBehind(out)) {
            DatabaseGate.answer(response);
            return;
        }
        if (bug instanceof Throwable thrown) {
            String incident = UUID.randomUUID().toString();
            LOG.log(Level.SEVERE, "request failed, incident " + incident, thrown);
            problem = problem.with("incident", incident);
        }
        response.setStatus(problem.status());
        response.setContentType(Problem.MEDIA_TYPE);
        response.getOutputStream().write(JsonMappers.MAPPER.writeValueAsBytes(problem));
    }
}
