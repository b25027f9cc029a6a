package io.borealis.lab.attack;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A WebSocket on which a test sends the frames that no proper client would. Not thread-safe. */
final class RawSocket implements AutoCloseable {

    static final String UPGRADE = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;

    private static final int SWITCHING = 101;
    private static final int CLOSE = 8;
    private static final int LAST = 0x80;
    private static final int MASKED = 0x80;

    private final RawConnection connection;

    private RawSocket(RawConnection connection) {
        this.connection = connection;
    }

    /** @param headers more headers of the upgrade, each with its line end */
    static RawSocket open(RawConnection connection, String path, String headers) throws IOException {
        RawConnection.Answer answer =
                connection.ask("GET " + path + " HTTP/1.1\r\nHost: engine\r\n" + UPGRADE + headers + "\r\n");
        if (answer.status() != SWITCHING) {
            throw new IOException("no WebSocket but " + answer);
        }
        return new RawSocket(connection);
    }

    /** Sends one frame, masked with zeros. */
    void frame(int type, boolean last, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write((last ? LAST : 0) | type);
        if (payload.length < 126) {
            frame.write(MASKED | payload.length);
        } else {
            frame.write(MASKED | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) payload.length >> shift) & 0xff);
            }
        }
        frame.write(new byte[4]);
        frame.writeBytes(payload);
        connection.say(frame.toByteArray());
    }

    void text(String text) throws IOException {
        frame(TEXT, true, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A message that never ends, in frames of 16 KiB, until so much is sent or nothing more is taken. */
    void endless(int type, long bytes) throws IOException {
        byte[] part = new byte[16 * 1024];
        java.util.Arrays.fill(part, (byte) 'x');
        int next = type;
        for (long sent = 0; sent < bytes; sent += part.length) {
            frame(next, false, part);
            next = CONTINUATION;
        }
    }

    /** Reads until the other end closes. */
    Refusal closing() {
        DataInputStream input = new DataInputStream(connection.input());
        try {
            while (true) {
                int type = input.readUnsignedByte() & 0xf;
                int length = input.readUnsignedByte();
                if (length == 126) {
                    length = input.readUnsignedShort();
                }
                byte[] payload = input.readNBytes(length);
                if (type == CLOSE && payload.length >= 2) {
                    return Refusal.closed((payload[0] & 0xff) << 8 | payload[1] & 0xff);
                }
            }
        } catch (IOException ended) {
            return Refusal.cut();
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
