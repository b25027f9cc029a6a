package io.borealis.web;

import io.borealis.engine.DatabaseOutage;
import io.borealis.engine.EngineStart;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;

/** Lets nobody to the Engine before it has its database: every request and every upgrade is told to come again. */
@WebFilter(
        urlPatterns = {"/api/*", "/ws/*"},
        asyncSupported = true)
@SuppressWarnings({"serial", "NullAway.Init"}) // the server injects the field before a request comes
public final class DatabaseGate extends HttpFilter {
    private static final long serialVersionUID = 1;

    @Inject
    private transient EngineStart engine;

    /** What everybody is told while the database is out. */
    public static Problem problem() {
        return Problem.of(
                Response.Status.SERVICE_UNAVAILABLE,
                "database_unavailable",
                "the Engine's database is out; nothing was acknowledged, and tunnels stay as they are: try again in "
                        + DatabaseOutage.RETRY_AFTER_SECONDS + " seconds");
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (engine.isServing()) {
            chain.doFilter(request, response);
        } else {
            answer(response);
        }
    }

    static void answer(HttpServletResponse response) throws IOException {
        Problem problem = problem();
        response.setStatus(problem.status());
        response.setHeader(HttpHeaders.RETRY_AFTER, Integer.toString(DatabaseOutage.RETRY_AFTER_SECONDS));
        response.setContentType(Problem.MEDIA_TYPE);
        response.getOutputStream().write(JsonMappers.MAPPER.writeValueAsBytes(problem));
    }
}
