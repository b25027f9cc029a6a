package io.borealis.lab.host;

import io.borealis.lab.run.Until;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What goes over one cable, as tcpdump sees it. Its maker closes it. */
public final class PacketCapture implements AutoCloseable {

    private static final int FILE_HEADER = 24;
    private static final int RECORD_HEADER = 16;
    private static final int ETHERNET_HEADER = 14;

    /**
     * One IPv4 packet.
     *
     * @param protocol {@code tcp}, {@code udp} or {@code ip/N}
     * @param payload what follows the transport header
     */
    public record Packet(String protocol, int sourcePort, int destinationPort, byte[] payload) {

        /** Whether this is a message of WireGuard: type 1 to 4, then three zero bytes. */
        public boolean isWireGuard() {
            return payload.length >= 4
                    && payload[0] >= 1
                    && payload[0] <= 4
                    && payload[1] == 0
                    && payload[2] == 0
                    && payload[3] == 0;
        }

        public boolean touches(String transport, int port) {
            return protocol.equals(transport) && (sourcePort == port || destinationPort == port);
        }
    }

    private static final String MARK = "end-of-what-was-captured-";

    private final Link link;
    private final Path file;
    private final Running tcpdump;

    private PacketCapture(Link link, Path file, Running tcpdump) {
        this.link = link;
        this.file = file;
        this.tcpdump = tcpdump;
    }

    /** Starts to listen on the cable; returns once it does. */
    public static PacketCapture on(Link link, String name) {
        Path file = link.hub().files().resolve(name + ".pcap");
        Path log = link.hub().files().resolve(name + ".log");
        try {
            Files.deleteIfExists(file);
            Files.deleteIfExists(log);
        } catch (IOException inTheWay) {
            throw new UncheckedIOException(inTheWay);
        }
        Running tcpdump = link.hub()
                .start(
                        name,
                        List.of(
                                "tcpdump",
                                "-i",
                                link.hubInterface(),
                                "-n",
                                "-s",
                                "0",
                                "-U",
                                "-Z",
                                "root",
                                "--immediate-mode",
                                "-w",
                                file.toString()),
                        Map.of());
        PacketCapture capture = new PacketCapture(link, file, tcpdump);
        Until.holds(
                () -> capture.said("listening on"),
                Duration.ofSeconds(10),
                () -> "tcpdump does not listen, see " + log);
        return capture;
    }

    private boolean said(String text) {
        try {
            return Files.exists(tcpdump.log())
                    && Files.readString(tcpdump.log()).contains(text);
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** The IPv4 packets that went over the cable until now. */
    public List<Packet> packets() {
        awaitEverythingSoFar();
        List<Packet> packets = new ArrayList<>();
        for (ByteBuffer frame : frames()) {
            if (frame.remaining() >= ETHERNET_HEADER + 20 && frame.getShort(12) == 0x0800) {
                packets.add(packet(frame));
            }
        }
        packets.removeIf(packet -> new String(packet.payload(), StandardCharsets.ISO_8859_1).contains(MARK));
        return packets;
    }

    private static Packet packet(ByteBuffer frame) {
        int ip = ETHERNET_HEADER;
        int transport = ip + (frame.get(ip) & 0x0F) * 4;
        int end = Math.min(frame.limit(), ip + (frame.getShort(ip + 2) & 0xFFFF));
        int protocol = frame.get(ip + 9) & 0xFF;
        int headerLength =
                switch (protocol) {
                    case 6 -> ((frame.get(transport + 12) >> 4) & 0x0F) * 4;
                    case 17 -> 8;
                    default -> 0;
                };
        boolean ports = headerLength > 0;
        byte[] payload = new byte[Math.max(0, end - transport - headerLength)];
        frame.get(transport + headerLength, payload);
        return new Packet(
                protocol == 6 ? "tcp" : protocol == 17 ? "udp" : "ip/" + protocol,
                ports ? frame.getShort(transport) & 0xFFFF : 0,
                ports ? frame.getShort(transport + 2) & 0xFFFF : 0,
                payload);
    }

    /** Whether the text went over the cable for anyone to read, in whatever packet. */
    public boolean shows(String text) {
        awaitEverythingSoFar();
        return holds(text);
    }

    /** tcpdump writes a moment later than the packets pass: one of our own closes what is looked at. */
    private void awaitEverythingSoFar() {
        String mark = MARK + System.nanoTime();
        link.hub()
                .shell("bash -c 'echo " + mark + " >/dev/udp/" + link.leafAddress() + "/9'")
                .orThrow("sending a packet over the cable");
        Until.holds(() -> holds(mark), Duration.ofSeconds(10), () -> "tcpdump does not see the cable any more");
    }

    private boolean holds(String text) {
        String wanted = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        return new String(bytes(), StandardCharsets.ISO_8859_1).contains(wanted);
    }

    private List<ByteBuffer> frames() {
        ByteBuffer all = ByteBuffer.wrap(bytes()).order(ByteOrder.LITTLE_ENDIAN);
        List<ByteBuffer> frames = new ArrayList<>();
        int at = FILE_HEADER;
        while (at + RECORD_HEADER <= all.limit()) {
            int length = all.getInt(at + 8);
            at += RECORD_HEADER;
            if (at + length > all.limit()) {
                break;
            }
            frames.add(all.slice(at, length).order(ByteOrder.BIG_ENDIAN));
            at += length;
        }
        return frames;
    }

    private byte[] bytes() {
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public void close() {
        tcpdump.stop();
    }
}
