package io.borealis.lab.attack;

import io.borealis.lab.engine.EngineClient;
import io.borealis.lab.engine.EngineReply;
import io.borealis.lab.run.LabException;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.SSLSocket;

/** One TLS connection to the Engine on which a test says and reads exactly the bytes that it wants. Not thread-safe. */
public final class RawConnection implements Closeable {

    static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final Duration CONNECTED = Duration.ofSeconds(10);

    private final SSLSocket socket;
    private final InputStream input;

    private RawConnection(SSLSocket socket, InputStream input) {
        this.socket = socket;
        this.input = input;
    }

    /** A plain TCP connection on which not even a TLS handshake was begun. */
    static Socket tcp(EngineClient engine) throws IOException {
        return tcp(engine, Optional.empty());
    }

    private static Socket tcp(EngineClient engine, Optional<String> from) throws IOException {
        Socket plain = new Socket();
        if (from.isPresent()) {
            plain.bind(new InetSocketAddress(from.get(), 0));
        }
        plain.setSoTimeout((int) LONGEST_WAIT.toMillis());
        plain.connect(
                new InetSocketAddress(engine.base().getHost(), engine.base().getPort()), (int) CONNECTED.toMillis());
        return plain;
    }

    /** Connects and completes the TLS handshake. */
    public static RawConnection open(EngineClient engine) {
        return open(engine, Optional.empty());
    }

    /** The same from an address of this machine, so as to be somebody else for the Engine. */
    static RawConnection open(EngineClient engine, String from) {
        return open(engine, Optional.of(from));
    }

    private static RawConnection open(EngineClient engine, Optional<String> from) {
        URI base = engine.base();
        try {
            SSLSocket socket = (SSLSocket) engine.http()
                    .sslContext()
                    .getSocketFactory()
                    .createSocket(tcp(engine, from), base.getHost(), base.getPort(), true);
            socket.startHandshake();
            return new RawConnection(socket, socket.getInputStream());
        } catch (IOException refused) {
            throw new LabException("no TLS connection to " + base, refused);
        }
    }

    /** The TLS version that both sides agreed on. */
    String tlsVersion() {
        return socket.getSession().getProtocol();
    }

    public void say(String text) throws IOException {
        say(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public void say(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** Says it, reads the answer's head and body, and tells it as a client would; status 0 when there is none. */
    Answer ask(String request) throws IOException {
        try {
            say(request);
        } catch (IOException shut) {
            // the answer may stand in the socket all the same
        }
        return answer();
    }

    /** Reads one answer. */
    Answer answer() throws IOException {
        try {
            String head = head();
            if (head.isEmpty()) {
                return Answer.NONE;
            }
            String[] lines = head.split("\r\n");
            Map<String, String> headers = new TreeMap<>();
            for (int i = 1; i < lines.length; i++) {
                String[] parts = lines[i].split(":", 2);
                headers.put(parts[0].toLowerCase(Locale.ROOT), parts.length > 1 ? parts[1].strip() : "");
            }
            int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
            String body = new String(input.readNBytes(length), StandardCharsets.UTF_8);
            return new Answer(Integer.parseInt(lines[0].split(" ")[1]), headers, body);
        } catch (SocketTimeoutException silent) {
            throw silent;
        } catch (IOException reset) {
            return Answer.NONE;
        }
    }

    private String head() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int last = 0;
        for (int read = input.read(); read >= 0; read = input.read()) {
            head.write(read);
            last = last << 8 | read;
            if (last == 0x0d0a0d0a) {
                return head.toString(StandardCharsets.ISO_8859_1);
            }
        }
        return "";
    }

    /** @throws IOException when the other end reset the connection or said nothing for a minute */
    int read(byte[] into) throws IOException {
        return input.read(into);
    }

    public InputStream input() {
        return input;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /**
     * An answer as it stood on the wire.
     *
     * @param status 0 when the connection ended without one
     * @param headers by their names in lower case
     */
    record Answer(int status, Map<String, String> headers, String body) {

        static final Answer NONE = new Answer(0, Map.of(), "");
        private static final List<String> OF_EVERY_ANSWER = List.of(
                "strict-transport-security",
                "x-content-type-options",
                "referrer-policy",
                "content-security-policy",
                "cross-origin-opener-policy",
                "cross-origin-resource-policy");

        Refusal refusal() {
            if (status == 0) {
                return Refusal.cut();
            }
            if (body.isEmpty()) {
                return Refusal.because(status + " without a body");
            }
            for (String header : OF_EVERY_ANSWER) {
                if (!headers.containsKey(header)) {
                    return Refusal.because(status + " without the header " + header);
                }
            }
            return Refusal.of(new EngineReply(status, headers.getOrDefault("content-type", ""), body));
        }
    }
}
