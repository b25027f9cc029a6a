package io.borealis.web.access;

import io.borealis.engine.DatabaseOutage;
import io.borealis.engine.EngineStart;
import io.borealis.engine.access.issuer.IssuerResult;
import io.borealis.protocol.ProtocolJson;
import io.borealis.web.DatabaseGate;
import io.borealis.web.Problem;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.servlet.handlers.ServletRequestContext;
import io.undertow.util.AttachmentKey;
import io.undertow.util.Headers;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.util.Optional;

/**
 * Exchanges a script's token of the company's identity provider for one of the Engine's, before the server looks at it and on a
 * thread that may wait: behind it there is one issuer. A token that nobody vouches for stays away, as the gate left it.
 */
final class IssuerTokenExchange implements HttpHandler {

    private static final AttachmentKey<String> FOREIGN = AttachmentKey.create(String.class);

    private final HttpHandler next;
    private final ServletContext context;

    IssuerTokenExchange(HttpHandler next, ServletContext context) {
        this.next = next;
        this.context = context;
    }

    /** Lends it the Engine. */
    @WebListener
    @SuppressWarnings("NullAway.Init") // the server injects the field before it starts anything
    public static final class AtStart implements ServletContextListener {

        @Inject
        EngineStart engine;

        @Override
        public void contextInitialized(ServletContextEvent started) {
            started.getServletContext().setAttribute(IssuerTokenExchange.class.getName(), engine);
        }
    }

    /** A token that is none of the Engine's own; whose it is is asked later. */
    static void keep(HttpServerExchange exchange, String token) {
        if (exchange.getRelativePath().startsWith("/api/")) {
            exchange.putAttachment(FOREIGN, token);
        }
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        Optional<String> token = Optional.ofNullable(exchange.removeAttachment(FOREIGN));
        Optional<Problem> refusal = token.isEmpty() ? Optional.empty() : exchange(exchange, token.get());
        if (refusal.isPresent()) {
            answer(exchange, refusal.get());
        } else {
            next.handleRequest(exchange);
        }
    }

    private Optional<Problem> exchange(HttpServerExchange exchange, String token) {
        if (!(context.getAttribute(IssuerTokenExchange.class.getName()) instanceof EngineStart engine)) {
            return Optional.empty();
        }
        try {
            IssuerResult result = engine.parts()
                    .issuerSignIns()
                    .exchange(
                            token,
                            CallerCheck.of(context).addressOf(exchange),
                            Optional.ofNullable(exchange.getRequestHeaders().getFirst(Headers.USER_AGENT)));
            if (result instanceof IssuerResult.Granted granted) {
                exchange.getRequestHeaders().put(Headers.AUTHORIZATION, "Bearer " + granted.accessToken());
                return Optional.empty();
            }
            boolean provesNothing =
                    result instanceof IssuerResult.Refused || result instanceof IssuerResult.NotConfigured;
            return provesNothing ? Optional.empty() : Optional.of(IssuerProblems.problem(result));
        } catch (RuntimeException failed) {
            if (DatabaseOutage.isBehind(failed)) {
                return Optional.of(DatabaseGate.problem());
            }
            throw failed;
        }
    }

    private static void answer(HttpServerExchange exchange, Problem problem) throws IOException {
        ServletResponse response =
                exchange.getAttachment(ServletRequestContext.ATTACHMENT_KEY).getServletResponse();
        if (response instanceof HttpServletResponse answer) {
            answer.setStatus(problem.status());
            if (problem.status() == 429 || problem.status() == 503) {
                answer.setIntHeader(HttpHeaders.RETRY_AFTER, DatabaseOutage.RETRY_AFTER_SECONDS);
            }
            answer.setContentType(Problem.MEDIA_TYPE);
            answer.getOutputStream().write(ProtocolJson.mapper().writeValueAsBytes(problem));
        }
    }
}
