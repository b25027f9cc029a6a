package io.borealis.web.access;

import io.borealis.engine.EngineStart;
import io.borealis.engine.access.TrustedProxies;
import io.borealis.engine.activity.AddressBlock;
import io.borealis.engine.token.AccessTokenCheck;
import io.borealis.engine.token.EngineKeys;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Who a request is counted for: the subject of an access token that proves itself, or the address that it came from. Made when
 * the application starts, because the gate asks it on threads that may not wait for files. Immutable, thread-safe.
 */
final class CallerCheck {

    private final AccessTokenCheck tokens;
    private final TrustedProxies proxies;
    private final EngineStart engine;

    private CallerCheck(AccessTokenCheck tokens, TrustedProxies proxies, EngineStart engine) {
        this.tokens = tokens;
        this.proxies = proxies;
        this.engine = engine;
    }

    /** Makes it with the application. */
    @WebListener
    @SuppressWarnings("NullAway.Init") // the server injects the fields before the application starts
    public static final class AtStart implements ServletContextListener {

        @Inject
        EngineKeys keys;

        @Inject
        EngineStart engine;

        @Override
        public void contextInitialized(ServletContextEvent started) {
            TrustedProxies proxies = TrustedProxies.parse(
                    ConfigProvider.getConfig().getOptionalValue("borealis.trusted-proxies", String.class));
            AccessTokenCheck tokens = new AccessTokenCheck(keys.accessKey(), Clock.systemUTC());
            started.getServletContext()
                    .setAttribute(CallerCheck.class.getName(), new CallerCheck(tokens, proxies, engine));
            LiveKeys.begin(tokens);
        }

        @Override
        public void contextDestroyed(ServletContextEvent stopped) {
            LiveKeys.end();
        }
    }

    /** @throws IllegalStateException before the application started; no request is served then */
    static CallerCheck of(ServletContext context) {
        if (context.getAttribute(CallerCheck.class.getName()) instanceof CallerCheck check) {
            return check;
        }
        throw new IllegalStateException("a request came before the application was started");
    }

    /** Somebody who proved himself, and the operator session in which he did; an agent has none. */
    record Known(Caller caller, Optional<String> sessionId) {}

    /** Empty when the token proves nothing. */
    Optional<Known> byToken(String token) {
        return tokens.prove(token).map(proof -> new Known(new Caller(true, proof.subject()), proof.sessionId()));
    }

    /** Whether the operator session ended. */
    boolean isOver(String sessionId) {
        AtomicBoolean over = new AtomicBoolean();
        engine.whenServing(parts -> over.set(!parts.sessions().isLive(sessionId)));
        return over.get();
    }

    /** Where the request came from, beyond the proxies that are trusted. */
    String addressOf(HttpServerExchange exchange) {
        return proxies.callerOf(
                exchange.getSourceAddress().getAddress().getHostAddress(),
                lines(exchange, Headers.FORWARDED),
                lines(exchange, Headers.X_FORWARDED_FOR));
    }

    private static List<String> lines(HttpServerExchange exchange, HttpString header) {
        HeaderValues values = exchange.getRequestHeaders().get(header);
        return values == null ? List.of() : List.copyOf(values);
    }

    /** Whose measure an unproven request is of. */
    Caller byAddress(HttpServerExchange exchange) {
        return new Caller(false, AddressBlock.of(addressOf(exchange)));
    }
}
