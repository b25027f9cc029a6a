package io.borealis.web.access;

import io.borealis.web.Problem;
import io.borealis.web.SecurityHeaders;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import jakarta.servlet.ServletContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;

/**
 * What every request passes first, on the thread that serves all sockets: bounds of its head, who asks, how many he has
 * open, a deadline for the whole of it, and the headers of every answer. Decides nothing about rights: a token that proves
 * nothing is taken away, and the application refuses its bearer as one without. Thread-safe, never waits.
 */
final class RequestGate implements HttpHandler {

    static final int LONGEST_HEAD = 16 * 1024;
    static final int LONGEST_TARGET = 8 * 1024;
    private static final int MOST_PARAMETERS = 64;

    /** From the head of the request to the last byte of its answer. */
    private static final int DEADLINE_SECONDS = 30;

    /** For those with a token: their answers may be long. */
    private static final int LONG_DEADLINE_SECONDS = 300;

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS");
    private static final String SCHEME = "Bearer ";

    private final HttpHandler next;
    private final Admission admission;
    private final ServletContext context;

    RequestGate(HttpHandler next, Admission admission, ServletContext context) {
        this.next = next;
        this.admission = admission;
        this.context = context;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        exchange.addResponseCommitListener(RequestGate::addHeaders);
        CallerCheck check = CallerCheck.of(context);
        Proof proof = proofOf(exchange, check);
        Caller caller = proof.caller();
        expire(exchange, caller.known() ? LONG_DEADLINE_SECONDS : DEADLINE_SECONDS);
        if (!admission.enter(exchange, caller)) {
            Refusals.tooMany(exchange);
            return;
        }
        Optional<Problem> fault =
                faultOf(exchange).or(() -> proof.byCookie() ? SessionCookie.faultOf(exchange) : Optional.empty());
        if (fault.isPresent()) {
            Refusals.send(exchange, fault.get());
            return;
        }
        proof.sessionId().ifPresent(session -> LastingRequest.watch(exchange, () -> check.isOver(session)));
        next.handleRequest(exchange);
    }

    private static void addHeaders(HttpServerExchange exchange) {
        SecurityHeaders.of(exchange.getRequestPath())
                .forEach((name, value) -> exchange.getResponseHeaders().put(new HttpString(name), value));
    }

    /** @param byCookie whether a browser added it by itself */
    private record Proof(Caller caller, Optional<String> sessionId, boolean byCookie) {}

    /** The rest of the server sees one form of proof: a cookie that proves something becomes the header that scripts send. */
    private Proof proofOf(HttpServerExchange exchange, CallerCheck check) {
        HeaderValues given = exchange.getRequestHeaders().get(Headers.AUTHORIZATION);
        Optional<String> cookie = given == null ? SessionCookie.tokenIn(exchange) : Optional.empty();
        Optional<CallerCheck.Known> byCookie = cookie.flatMap(check::byToken);
        if (byCookie.isPresent()) {
            exchange.getRequestHeaders().put(Headers.AUTHORIZATION, SCHEME + cookie.get());
            return new Proof(byCookie.get().caller(), byCookie.get().sessionId(), true);
        }
        Optional<String> token = given == null || given.size() > 1 ? Optional.empty() : tokenOf(given.getFirst());
        Optional<CallerCheck.Known> proven = token.flatMap(check::byToken);
        if (proven.isEmpty()) {
            exchange.getRequestHeaders().remove(Headers.AUTHORIZATION);
            token.ifPresent(other -> IssuerTokenExchange.keep(exchange, other));
        }
        return new Proof(
                proven.map(CallerCheck.Known::caller).orElseGet(() -> check.byAddress(exchange)),
                proven.flatMap(CallerCheck.Known::sessionId),
                false);
    }

    private static Optional<String> tokenOf(String authorization) {
        return authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? Optional.of(authorization.substring(SCHEME.length()).strip())
                : Optional.empty();
    }

    /** A connection whose request takes longer ends, whoever is at fault. An upgrade is over when it is answered. */
    private static void expire(HttpServerExchange exchange, int seconds) {
        XnioExecutor.Key deadline = exchange.getIoThread()
                .executeAfter(() -> IoUtils.safeClose(exchange.getConnection()), seconds, TimeUnit.SECONDS);
        exchange.addExchangeCompleteListener((ended, others) -> {
            deadline.remove();
            others.proceed();
        });
    }

    // the server refuses these by itself, but not with a problem document
    private static boolean isOfTheServerAlone(String path) {
        String upper = path.toUpperCase(Locale.ROOT);
        return upper.startsWith("/WEB-INF") || upper.startsWith("/META-INF");
    }

    private static Optional<Problem> faultOf(HttpServerExchange exchange) {
        if (isOfTheServerAlone(exchange.getRelativePath())) {
            return Optional.of(Problem.notFound("not_found", "there is nothing at this address"));
        }
        if (!METHODS.contains(exchange.getRequestMethod().toString())) {
            return Optional.of(
                    Problem.of(405, "Method Not Allowed", "method_not_allowed", "this method is not offered here"));
        }
        int target =
                exchange.getRequestURI().length() + exchange.getQueryString().length();
        if (target > LONGEST_TARGET) {
            return Optional.of(Problem.of(
                    414,
                    "URI Too Long",
                    "target_too_long",
                    "an address has at most " + LONGEST_TARGET + " characters"));
        }
        if (exchange.getQueryParameters().size() > MOST_PARAMETERS) {
            return Optional.of(Problem.of(
                    400,
                    "Bad Request",
                    "too_many_parameters",
                    "a query has at most " + MOST_PARAMETERS + " parameters"));
        }
        long head = target;
        for (HeaderValues header : exchange.getRequestHeaders()) {
            for (String value : List.copyOf(header)) {
                head += header.getHeaderName().length() + value.length();
            }
        }
        if (head > LONGEST_HEAD) {
            return Optional.of(Problem.of(
                    431,
                    "Request Header Fields Too Large",
                    "head_too_large",
                    "the head of a request has at most " + LONGEST_HEAD + " bytes; send fewer or shorter headers"));
        }
        return Optional.empty();
    }
}
