package io.borealis.web;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Headers that every answer carries: nothing is cached, framed, sniffed or loaded from elsewhere. A server of the Undertow
 * family adds them to its own refusals too, where no filter is asked: {@link io.borealis.web.access.FrontDoor}.
 */
@WebFilter(
        filterName = "security-headers",
        urlPatterns = "/*",
        asyncSupported = true,
        dispatcherTypes = {DispatcherType.REQUEST, DispatcherType.ERROR})
public final class SecurityHeaders extends HttpFilter {

    private static final Map<String, String> ALWAYS = Map.of(
            "Strict-Transport-Security",
            "max-age=31536000",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Content-Security-Policy",
            "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'");

    /**
     * Of the console: nothing but what is named, no inline script or style, no text that becomes script. Its address may be
     * changed to the context root alone.
     */
    private static final String CONSOLE_POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "font-src 'self'",
            "connect-src 'self'",
            "base-uri 'self'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'");

    /** The headers of every answer to a request for this path, as the context has it. */
    public static Map<String, String> of(String path) {
        Map<String, String> headers = new HashMap<>(ALWAYS);
        if (path.startsWith("/api/")) {
            headers.put("Cache-Control", "no-store");
        } else {
            headers.put("Content-Security-Policy", CONSOLE_POLICY);
        }
        return headers;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        of(request.getRequestURI().substring(request.getContextPath().length())).forEach(response::setHeader);
        chain.doFilter(request, response);
    }
}
