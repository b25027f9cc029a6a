package io.borealis.web.access;

import io.borealis.web.Problem;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.Cookie;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import jakarta.ws.rs.core.NewCookie;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a browser holds its session: the access token in a cookie that no script reads and no other site sends. A browser adds a
 * cookie by itself, whoever made it ask, so what changes something needs two words more that no foreign page can say.
 */
final class SessionCookie {

    /** The prefix makes browsers refuse it from anything but this host, over TLS, for all paths. */
    static final String NAME = "__Host-borealis";

    /** Said by pages of the Engine; a foreign page cannot without being asked for permission, which is never given. */
    static final String CONSOLE_HEADER = "X-Borealis-Console";

    /** A socket on which nothing can be done: the gate of origins stands before it as before all. */
    private static final String EVENTS = "/ws/events";

    private static final HttpString CONSOLE = new HttpString(CONSOLE_HEADER);
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private SessionCookie() {}

    static NewCookie of(String accessToken, int seconds) {
        return cookie(accessToken, seconds);
    }

    /** Takes it from the browser. */
    static NewCookie cleared() {
        return cookie("", 0);
    }

    private static NewCookie cookie(String value, int seconds) {
        return new NewCookie.Builder(NAME)
                .value(value)
                .path("/")
                .maxAge(seconds)
                .secure(true)
                .httpOnly(true)
                .sameSite(NewCookie.SameSite.STRICT)
                .build();
    }

    /** The access token in the request's cookie. Terminals have tickets instead, and agents prove their key. */
    static Optional<String> tokenIn(HttpServerExchange exchange) {
        String path = exchange.getRelativePath();
        if (!path.startsWith("/api/") && !path.equals(EVENTS)) {
            return Optional.empty();
        }
        return Optional.ofNullable(exchange.getRequestCookie(NAME)).map(Cookie::getValue);
    }

    /** What a request lacks that proves itself by the cookie. */
    static Optional<Problem> faultOf(HttpServerExchange exchange) {
        return faultOf(
                exchange.getRequestMethod().toString(),
                exchange.getRequestHeaders().getFirst(CONSOLE),
                exchange.getRequestHeaders().getFirst(Headers.ORIGIN),
                exchange.getRequestHeaders().getFirst(Headers.HOST));
    }

    static Optional<Problem> faultOf(
            String method, @Nullable String console, @Nullable String origin, @Nullable String host) {
        if (SAFE.contains(method)) {
            return Optional.empty();
        }
        if (console == null) {
            return Optional.of(Problem.forbidden(
                    "console_header_required",
                    "whoever proves himself by the cookie and changes something sends the header " + CONSOLE_HEADER
                            + ": 1 as well; a script sends its access token in Authorization instead"));
        }
        if (origin == null || host == null || !origin.equalsIgnoreCase("https://" + host)) {
            return Optional.of(Problem.forbidden(
                    "origin_not_allowed",
                    "only a page of the Engine's own address may change something by the cookie, and the header Origin does"
                            + " not name it; open the Engine's own address, and let a proxy in front of it pass on the"
                            + " Host header unchanged"));
        }
        return Optional.empty();
    }
}
