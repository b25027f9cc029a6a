package io.borealis.lab.attack;

import static io.borealis.lab.attack.Attack.row;
import static io.borealis.lab.attack.Refusal.because;
import static io.borealis.lab.attack.Refusal.problem;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Requests that are no proper ones, byte by byte. */
final class RequestAttacks implements Attacks {

    private static final String LOGIN =
            "POST /api/auth/login HTTP/1.1\r\nHost: engine\r\nContent-Type: application/json\r\n";

    /** What the server says by itself to what is no HTTP: there is nothing in it to protect. */
    private static final Refusal NO_HTTP = because("400 without a body");

    @Override
    public List<Attack> rows() {
        return List.of(
                raw("method-trace", "TRACE", problem(405, "method_not_allowed"), get("TRACE", "/", "")),
                raw("method-connect", "CONNECT", problem(405, "method_not_allowed"), get("CONNECT", "/", "")),
                raw(
                        "method-unknown",
                        "a made-up method",
                        problem(405, "method_not_allowed"),
                        get("FOO", "/api/devices", "")),
                raw(
                        "path-unknown",
                        "a path that does not exist",
                        problem(404, "not_found"),
                        get("GET", "/nothing", "")),
                raw(
                        "path-descriptor",
                        "/WEB-INF/web.xml",
                        problem(404, "not_found"),
                        get("GET", "/WEB-INF/web.xml", "")),
                raw(
                        "target-too-long",
                        "an address of 9,000 characters",
                        problem(414, "target_too_long"),
                        get("GET", "/api/devices?" + "x".repeat(9_000), "")),
                raw(
                        "head-too-large",
                        "a header of 20,000 characters",
                        problem(431, "head_too_large"),
                        get("GET", "/api/devices", "X-Large: " + "y".repeat(20_000) + "\r\n")),
                raw(
                        "parameters-too-many",
                        "100 parameters",
                        problem(400, "too_many_parameters"),
                        get(
                                "GET",
                                "/api/devices?"
                                        + IntStream.range(0, 100)
                                                .mapToObj(i -> "a" + i + "=1")
                                                .collect(Collectors.joining("&")),
                                "")),
                raw(
                        "body-of-another-type",
                        "a login as text",
                        problem(415, "unsupported_media_type"),
                        get("POST", "/api/auth/login", "Content-Type: text/plain\r\nContent-Length: 1\r\n") + "x"),
                raw(
                        "body-announced-too-large",
                        "a body of a gigabyte, announced",
                        problem(413, "body_too_large"),
                        LOGIN + "Content-Length: 1073741824\r\n\r\n{"),
                raw(
                        "body-chunked-too-large",
                        "96 KiB in chunks without a length",
                        problem(413, "body_too_large"),
                        LOGIN + "Transfer-Encoding: chunked\r\n\r\n"
                                + ("8000\r\n" + "x".repeat(0x8000) + "\r\n").repeat(3)),
                raw(
                        "body-too-slow",
                        "one byte of 5,000",
                        problem(408, "too_slow"),
                        LOGIN + "Content-Length: 5000\r\n\r\n{"),
                raw(
                        "body-chunk-too-slow",
                        "one chunk and no more",
                        problem(408, "too_slow"),
                        LOGIN + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"),
                raw(
                        "length-and-chunks-at-once",
                        "a length and chunks at once",
                        NO_HTTP,
                        LOGIN + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                raw("line-garbage", "a line that is no HTTP", NO_HTTP, "GARBAGE\r\n\r\n"),
                raw("host-missing", "no Host", NO_HTTP, "GET / HTTP/1.1\r\n\r\n"),
                raw("http2-by-guess", "the preface of HTTP/2", NO_HTTP, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                raw(
                        "channel-without-token",
                        "an upgrade to the agents' channel",
                        problem(401, "unauthorized"),
                        get("GET", "/ws/agent", RawSocket.UPGRADE)),
                raw(
                        "upgrade-from-elsewhere",
                        "an upgrade to a terminal from a page of another site",
                        problem(403, "origin_not_allowed"),
                        get(
                                "GET",
                                "/ws/terminal/00000000-0000-4000-8000-000000000000?ticket=x",
                                RawSocket.UPGRADE + "Origin: https://elsewhere.example\r\n")));
    }

    private static String get(String method, String target, String headers) {
        return method + " " + target + " HTTP/1.1\r\nHost: engine\r\n" + headers + "\r\n";
    }

    private static Attack raw(String id, String what, Refusal expected, String bytes) {
        return row(id, "request", "nobody", what, expected, ground -> {
            try (RawConnection connection = ground.raw()) {
                return connection.ask(bytes).refusal();
            }
        });
    }
}
