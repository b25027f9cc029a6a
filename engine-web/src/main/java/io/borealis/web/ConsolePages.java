package io.borealis.web;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The console: its page at each of its addresses, so that a reload stays where it was, and its assets. The page is never kept
 * by a browser, for it names the assets; those have their hash in their name and are kept for ever. Decides nothing.
 * Thread-safe.
 */
@WebServlet(
        name = "console",
        urlPatterns = {
            "",
            "/index.html",
            "/devices",
            "/devices/*",
            "/tunnels",
            "/tunnels/*",
            "/activity",
            "/activity/*",
            "/reports",
            "/approvals",
            "/profile",
            "/accounts",
            "/accounts/*",
            "/settings",
            "/assets/*"
        })
@SuppressWarnings({"serial", "NullAway.Init"}) // the server injects the field before the first request
public final class ConsolePages extends HttpServlet {

    private static final String ASSETS = "/assets";
    private static final String PAGE = "/index.html";
    /** All of them lie in one folder; their packed forms are nobody's address. */
    private static final Pattern NAME = Pattern.compile("/assets/[A-Za-z0-9_-][A-Za-z0-9._-]*(?<!\\.gz)");

    /** As the build leaves it; becomes the context root, as the browser's own address has it. */
    private static final String BASE = "<base href=\"/\">";

    @Inject
    ClientAddress client;

    private String page = "";

    @Override
    public void init() throws ServletException {
        try (InputStream built = getServletContext().getResourceAsStream(PAGE)) {
            if (built != null) {
                page = new String(built.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getServletPath().equals(ASSETS)) {
            asset(request, response);
        } else if (page.isEmpty()) {
            // Built without its console
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        } else {
            response.setContentType("text/html;charset=UTF-8");
            response.setHeader("Cache-Control", "no-store");
            byte[] here = page.replace(
                            BASE,
                            "<base href=\"" + client.prefix()
                                    + getServletContext().getContextPath() + "/\">")
                    .getBytes(StandardCharsets.UTF_8);
            response.setContentLength(here.length);
            response.getOutputStream().write(here);
        }
    }

    private void asset(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = ASSETS + Optional.ofNullable(request.getPathInfo()).orElse("/");
        if (!NAME.matcher(path).matches()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        boolean packed = takesGzip(request.getHeader("Accept-Encoding"))
                && getServletContext().getResource(path + ".gz") != null;
        try (InputStream asset = getServletContext().getResourceAsStream(packed ? path + ".gz" : path)) {
            if (asset == null) {
                response.sendError(HttpServletResponse.SC_NOT_FOUND);
                return;
            }
            response.setContentType(typeOf(path));
            response.setHeader("Cache-Control", "public, max-age=31536000, immutable");
            response.setHeader("Vary", "Accept-Encoding");
            if (packed) {
                response.setHeader("Content-Encoding", "gzip");
            }
            asset.transferTo(response.getOutputStream());
        }
    }

    private static boolean takesGzip(@Nullable String encodings) {
        return encodings != null
                && encodings.matches("(?i)(.*,)?\\s*gzip\\s*(;\\s*q=(1|0\\.\\d*[1-9]\\d*)[^,]*)?(,.*)?");
    }

    private static String typeOf(String path) {
        return switch (path.substring(path.lastIndexOf('.') + 1)) {
            case "js" -> "text/javascript;charset=UTF-8";
            case "css" -> "text/css;charset=UTF-8";
            case "svg" -> "image/svg+xml";
            case "woff2" -> "font/woff2";
            case "png" -> "image/png";
            default -> "application/octet-stream";
        };
    }
}
