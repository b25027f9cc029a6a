package io.borealis.lab.attack;

import static io.borealis.lab.attack.Attack.row;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Requests that two readers would take for different ones, so that a proxy in front and the Engine behind it disagree where
 * one ends. The Engine reads none of them: 400, and the connection ends, so that what follows is nobody's request.
 */
final class SmugglingAttacks implements Attacks {

    private static final Refusal NOT_READ = Refusal.because("400 once, and the connection ended");
    private static final String LOGIN =
            "POST /api/auth/login HTTP/1.1\r\nHost: engine\r\nContent-Type: application/json\r\n";
    private static final String SECOND = "GET /api/devices HTTP/1.1\r\nHost: engine\r\n\r\n";

    @Override
    public List<Attack> rows() {
        return List.of(
                smuggled(
                        "length-and-chunks",
                        "a body with a length and in chunks, and a second request behind it",
                        LOGIN + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SECOND),
                smuggled(
                        "two-lengths",
                        "two lengths of one body",
                        LOGIN + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}" + SECOND),
                smuggled(
                        "two-encodings",
                        "a body in chunks and not in chunks",
                        LOGIN + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n" + SECOND),
                smuggled(
                        "blank-before-colon",
                        "a length whose name ends with a blank",
                        LOGIN + "Content-Length : 2\r\n\r\n{}" + SECOND),
                smuggled("signed-length", "a length with a sign", LOGIN + "Content-Length: +2\r\n\r\n{}" + SECOND),
                smuggled(
                        "bare-line-feeds",
                        "lines that end with a line feed alone",
                        "GET / HTTP/1.1\nHost: engine\n\n" + SECOND),
                smuggled(
                        "bare-carriage-return",
                        "a header with a carriage return inside",
                        "GET / HTTP/1.1\r\nHost: engine\rTransfer-Encoding: chunked\r\n\r\n" + SECOND),
                smuggled(
                        "two-hosts", "two names of the host", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n" + SECOND));
    }

    private static Attack smuggled(String id, String sent, String request) {
        return row(id, "smuggling", "nobody", sent, NOT_READ, ground -> {
            try (RawConnection connection = RawConnection.open(ground.nobody())) {
                connection.say(request);
                return told(everything(connection));
            }
        });
    }

    private static String everything(RawConnection connection) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] part = new byte[4096];
        try {
            for (int read = connection.read(part); read >= 0; read = connection.read(part)) {
                all.write(part, 0, read);
            }
        } catch (SocketTimeoutException open) {
            throw open;
        } catch (IOException reset) {
            // ended all the same; what it said before counts
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    private static Refusal told(String answers) {
        boolean once = answers.indexOf("HTTP/1.1 ") == answers.lastIndexOf("HTTP/1.1 ");
        return answers.startsWith("HTTP/1.1 400 ") && once ? NOT_READ : Refusal.because("answered " + answers);
    }
}
