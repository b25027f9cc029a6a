package io.borealis.web.access;

import io.borealis.engine.access.TrustedProxies;
import io.borealis.engine.activity.AddressBlock;
import io.borealis.engine.token.AccessTokenCheck;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Who a request is counted for: the subject of an access token that proves itself, or the address that it came from. Made when
 * the application starts, because the gate asks it on threads that may not wait for files. Immutable, thread-safe.
 */
final class CallerCheck {

    private final AccessTokenCheck tokens;
    private final TrustedProxies proxies;

    private CallerCheck(AccessTokenCheck tokens, TrustedProxies proxies) {
        this.tokens = tokens;
        this.proxies = proxies;
    }

    /** Makes it with the application. */
    @WebListener
    public static final class AtStart implements ServletContextListener {

        @Override
        public void contextInitialized(ServletContextEvent started) {
            TrustedProxies proxies = TrustedProxies.parse(
                    ConfigProvider.getConfig().getOptionalValue("borealis.trusted-proxies", String.class));
            started.getServletContext()
                    .setAttribute(
                            CallerCheck.class.getName(), new CallerCheck(AccessTokenCheck.ofThisEngine(), proxies));
        }
    }

    /** @throws IllegalStateException before the application started; no request is served then */
    static CallerCheck of(ServletContext context) {
        if (context.getAttribute(CallerCheck.class.getName()) instanceof CallerCheck check) {
            return check;
        }
        throw new IllegalStateException("a request came before the application was started");
    }

    /** Empty when the token proves nothing. */
    Optional<Caller> byToken(String token) {
        return tokens.subjectOf(token).map(subject -> new Caller(true, subject));
    }

    /** @param forwarded lines of the header Forwarded; {@code forwardedFor} those of X-Forwarded-For */
    Caller byAddress(String peer, List<String> forwarded, List<String> forwardedFor) {
        return new Caller(false, AddressBlock.of(proxies.callerOf(peer, forwarded, forwardedFor)));
    }
}
