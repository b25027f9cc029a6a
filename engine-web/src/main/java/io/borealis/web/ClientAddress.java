package io.borealis.web;

import io.borealis.engine.access.TrustedProxies;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a request came from, and by what path: the one answer for limits, activity, sockets and pages alike. */
@RequestScoped
public class ClientAddress {

    @Inject
    TrustedProxies proxies;

    @Inject
    HttpServletRequest request;

    /** The caller's IP address, beyond the proxies that are trusted. */
    public String get() {
        return proxies.callerOf(
                request.getRemoteAddr(),
                lines(request.getHeaders("Forwarded")),
                lines(request.getHeaders("X-Forwarded-For")));
    }

    /** What stands before the context root in the caller's browser: a trusted proxy's path, or nothing. */
    public String prefix() {
        return proxies.prefixBy(request.getRemoteAddr(), lines(request.getHeaders("X-Forwarded-Prefix")));
    }

    private static List<String> lines(@Nullable Enumeration<String> values) {
        return values == null ? List.of() : Collections.list(values);
    }
}
