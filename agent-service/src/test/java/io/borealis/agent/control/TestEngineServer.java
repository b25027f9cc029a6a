package io.borealis.agent.control;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiFunction;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A real TLS server with just enough HTTP and WebSocket for an agent; what it answers is up to the test. */
public final class TestEngineServer implements AutoCloseable {

    /** An answer to a request. */
    public record Answer(int status, String body) {}

    private static final String WEBSOCKET_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final SSLServerSocket server;
    private final BiFunction<String, String, Answer> answers;
    private final Set<SSLSocket> open = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<Channel> channels = new LinkedBlockingQueue<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile String date = "";

    /** @param answers from method and path, and body, to the answer */
    public TestEngineServer(TestCertificates certificates, BiFunction<String, String, Answer> answers)
            throws IOException, GeneralSecurityException {
        this.answers = answers;
        server = (SSLServerSocket) certificates
                .server()
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    public URI url(String host) {
        return URI.create("https://" + host + ":" + server.getLocalPort());
    }

    public List<String> requests() {
        return requests;
    }

    void tellDate(String httpDate) {
        date = "Date: " + httpDate + "\r\n";
    }

    /** The next control channel that an agent opens. */
    Channel channel() throws InterruptedException {
        Channel channel = channels.poll(20, java.util.concurrent.TimeUnit.SECONDS);
        if (channel == null) {
            throw new AssertionError("no channel was opened");
        }
        return channel;
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "test-engine");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                SSLSocket socket = (SSLSocket) server.accept();
                socket.setTcpNoDelay(true);
                open.add(socket);
                daemon(() -> serve(socket));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private void serve(SSLSocket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            while (true) {
                String request = line(in);
                Map<String, String> headers = new TreeMap<>();
                for (String header = line(in); !header.isEmpty(); header = line(in)) {
                    String[] parts = header.split(":", 2);
                    headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1].strip());
                }
                String what = request.replace(" HTTP/1.1", "");
                requests.add(what);
                if (headers.containsKey("sec-websocket-key")) {
                    out.write(upgrade(headers.get("sec-websocket-key")));
                    out.flush();
                    Channel channel = new Channel(socket, in, headers.getOrDefault("authorization", ""));
                    channels.add(channel);
                    channel.read();
                    return;
                }
                byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
                Answer answer = answers.apply(what, new String(body, StandardCharsets.UTF_8));
                byte[] text = answer.body().getBytes(StandardCharsets.UTF_8);
                out.write(("HTTP/1.1 " + answer.status() + " X\r\n" + date
                                + "Content-Type: application/json\r\nContent-Length: " + text.length + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                out.write(text);
                out.flush();
            }
        } catch (IOException gone) {
            // the agent went away
        }
    }

    private static byte[] upgrade(String key) throws IOException {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest((key + WEBSOCKET_GUID).getBytes(StandardCharsets.US_ASCII));
            return ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(digest) + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
        } catch (GeneralSecurityException impossible) {
            throw new IOException(impossible);
        }
    }

    private static String line(DataInputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.readUnsignedByte(); next != '\n'; next = in.readUnsignedByte()) {
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (SSLSocket socket : open) {
            socket.close();
        }
    }

    /** One WebSocket as the Engine holds it. */
    static final class Channel {

        private final SSLSocket socket;
        private final DataInputStream in;
        private final String authorization;
        private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
        private final BlockingQueue<Integer> closes = new LinkedBlockingQueue<>();

        Channel(SSLSocket socket, DataInputStream in, String authorization) {
            this.socket = socket;
            this.in = in;
            this.authorization = authorization;
        }

        String authorization() {
            return authorization;
        }

        String text() throws InterruptedException {
            String text = texts.poll(20, java.util.concurrent.TimeUnit.SECONDS);
            if (text == null) {
                throw new AssertionError("the agent said nothing");
            }
            return text;
        }

        int closeCode() throws InterruptedException {
            Integer code = closes.poll(20, java.util.concurrent.TimeUnit.SECONDS);
            if (code == null) {
                throw new AssertionError("the agent did not close");
            }
            return code;
        }

        synchronized void send(String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            OutputStream out = socket.getOutputStream();
            if (bytes.length < 126) {
                out.write(new byte[] {(byte) 0x81, (byte) bytes.length});
            } else {
                out.write(new byte[] {(byte) 0x81, 126, (byte) (bytes.length >> 8), (byte) bytes.length});
            }
            out.write(bytes);
            out.flush();
        }

        void cut() throws IOException {
            socket.close();
        }

        private void read() throws IOException {
            while (true) {
                int opcode = in.readUnsignedByte() & 15;
                int length = in.readUnsignedByte() & 127;
                if (length == 126) {
                    length = in.readUnsignedShort();
                }
                byte[] mask = in.readNBytes(4);
                byte[] payload = in.readNBytes(length);
                for (int i = 0; i < payload.length; i++) {
                    payload[i] ^= mask[i & 3];
                }
                if (opcode == 1) {
                    texts.add(new String(payload, StandardCharsets.UTF_8));
                } else if (opcode == 8) {
                    closes.add((payload[0] & 255) << 8 | payload[1] & 255);
                    return;
                }
            }
        }
    }
}
