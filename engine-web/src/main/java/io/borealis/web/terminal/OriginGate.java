package io.borealis.web.terminal;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Lets a browser open a WebSocket only from a page of this very origin. Programs send no Origin and pass: they cannot
 * be lured.
 */
@WebFilter(filterName = "origin-gate", urlPatterns = "/ws/*", asyncSupported = true)
public final class OriginGate extends HttpFilter {

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!isAllowed(request.getHeader("Origin"), request.getHeader("Host"))) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
            return;
        }
        chain.doFilter(request, response);
    }

    static boolean isAllowed(@Nullable String origin, @Nullable String host) {
        return origin == null || (host != null && origin.equalsIgnoreCase("https://" + host));
    }
}
