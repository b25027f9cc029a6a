package io.borealis.web.terminal;

import io.borealis.web.Problem;
import io.borealis.web.ProblemPage;
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

    private static final Problem ELSEWHERE = Problem.forbidden(
            "origin_not_allowed",
            "a browser may open this from a page of the Engine's own address only, and this page is from elsewhere; open the"
                    + " Engine's own address, and let a proxy in front of it pass on the Host header unchanged");

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!isAllowed(request.getHeader("Origin"), request.getHeader("Host"))) {
            ProblemPage.refuse(request, response, ELSEWHERE);
            return;
        }
        chain.doFilter(request, response);
    }

    static boolean isAllowed(@Nullable String origin, @Nullable String host) {
        return origin == null || (host != null && origin.equalsIgnoreCase("https://" + host));
    }
}
