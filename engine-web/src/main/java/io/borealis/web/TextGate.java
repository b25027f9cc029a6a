package io.borealis.web;

import io.borealis.protocol.Text;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets no request pass whose path, query or headers are ill-formed: percent-encoded bytes that are not UTF-8, and
 * characters that no name may hold. Bodies have the same rule in {@link io.borealis.protocol.ProtocolJson}.
 */
@WebFilter(filterName = "text-gate", urlPatterns = "/*", asyncSupported = true)
public final class TextGate extends HttpFilter {

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<Problem> problem = ofPart("path", request.getRequestURI()).or(() -> ofQuery(request.getQueryString()));
        if (problem.isEmpty()) {
            problem = ofHeaders(request);
        }
        if (problem.isPresent()) {
            ProblemPage.refuse(request, response, problem.get());
            return;
        }
        chain.doFilter(request, response);
    }

    static Optional<Problem> ofQuery(@Nullable String query) {
        if (query == null) {
            return Optional.empty();
        }
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            Optional<Problem> problem =
                    ofPart("query", name).or(() -> ofPart(JsonProblems.clean(name), pair.substring(equals + 1)));
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    static Optional<Problem> ofPart(String field, String encoded) {
        byte[] bytes = percentDecoded(encoded);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return Text.faultInName(text).map(fault -> TextProblems.of(field, fault));
        } catch (CharacterCodingException notUtf8) {
            return Optional.of(
                    Problem.badRequest("not_utf8", field + " is not UTF-8; percent-encode the bytes of UTF-8")
                            .with("field", field));
        }
    }

    /** What is no escape stays as it is: whether that is allowed is the server's business. */
    private static byte[] percentDecoded(String encoded) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            int value = c == '%' && i + 2 < encoded.length() ? hex(encoded, i + 1) : -1;
            if (value >= 0) {
                bytes.write(value);
                i += 2;
            } else {
                bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private static int hex(String text, int at) {
        int high = Character.digit(text.charAt(at), 16);
        int low = Character.digit(text.charAt(at + 1), 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }

    /** Bytes beyond ASCII are allowed in a header and mean nothing in particular; control characters are not. */
    private static Optional<Problem> ofHeaders(HttpServletRequest request) {
        for (String name : Collections.list(request.getHeaderNames())) {
            for (String value : Collections.list(request.getHeaders(name))) {
                Optional<Problem> problem = ofHeader(name, value);
                if (problem.isPresent()) {
                    return problem;
                }
            }
        }
        return Optional.empty();
    }

    static Optional<Problem> ofHeader(String name, String value) {
        return value.chars()
                .filter(c -> (c < ' ' && c != '\t') || c == 0x7F)
                .mapToObj(c -> c == 0 ? Text.Fault.NUL : Text.Fault.CONTROL_CHARACTER)
                .findFirst()
                .map(fault -> TextProblems.of(JsonProblems.clean(name), fault));
    }
}
