package io.borealis.lab.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The process behind an {@link Outpost}: listens and connects inside a host's network as told line by line on its
 * standard input, one answer a line on its standard output. Ends when its input ends.
 */
final class Sentry {

    private static final int ECHO_MILLIS = 2000;

    private final Map<String, Socket> held = new HashMap<>();

    private Sentry() {}

    public static void main(String[] arguments) throws IOException {
        Sentry sentry = new Sentry();
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.println(sentry.answer(line.split(" ")));
        }
        System.exit(0);
    }

    private String answer(String[] words) {
        try {
            return switch (words[0]) {
                case "listen" -> listen(Integer.parseInt(words[1]));
                case "listen-udp" -> listenUdp(Integer.parseInt(words[1]));
                case "reach" -> reach(words[1], Integer.parseInt(words[2]), Integer.parseInt(words[3]));
                case "reach-udp" -> reachUdp(words[1], Integer.parseInt(words[2]), Integer.parseInt(words[3]));
                case "hold" -> hold(words[1], words[2], Integer.parseInt(words[3]));
                case "echo" -> echo(words[1], words[2]);
                default -> "error unknown word " + words[0];
            };
        } catch (IOException failed) {
            return "error " + failed;
        }
    }

    private static String listen(int port) throws IOException {
        ServerSocket server = new ServerSocket(port);
        detached("tcp/" + port, () -> {
            while (true) {
                Socket client = server.accept();
                detached("client", () -> client.getInputStream().transferTo(client.getOutputStream()));
            }
        });
        return "ok";
    }

    private static String listenUdp(int port) throws IOException {
        DatagramSocket server = new DatagramSocket(port);
        detached("udp/" + port, () -> {
            DatagramPacket packet = new DatagramPacket(new byte[1500], 1500);
            while (true) {
                packet.setLength(1500);
                server.receive(packet);
                server.send(packet);
            }
        });
        return "ok";
    }

    /** Open means that the other side's program answered, not merely that something accepted. */
    private static String reach(String address, int port, int millis) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), millis);
            return "open";
        } catch (SocketTimeoutException silent) {
            return "silent";
        } catch (ConnectException refused) {
            return "refused";
        } catch (java.net.SocketException unreachable) {
            return "unreachable";
        }
    }

    private static String reachUdp(String address, int port, int millis) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(InetAddress.getByName(address), port);
            socket.setSoTimeout(millis);
            byte[] hello = "hello".getBytes(StandardCharsets.UTF_8);
            socket.send(new DatagramPacket(hello, hello.length));
            socket.receive(new DatagramPacket(new byte[1500], 1500));
            return "open";
        } catch (SocketTimeoutException silent) {
            return "silent";
        } catch (PortUnreachableException refused) {
            return "refused";
        } catch (IOException notEvenSent) {
            return "unreachable";
        }
    }

    private String hold(String name, String address, int port) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(address, port), ECHO_MILLIS);
        socket.setSoTimeout(ECHO_MILLIS);
        held.put(name, socket);
        return "ok";
    }

    private String echo(String name, String text) {
        Socket socket = held.get(name);
        if (socket == null) {
            return "error no connection " + name;
        }
        try {
            byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
            socket.getOutputStream().write(bytes);
            byte[] back = socket.getInputStream().readNBytes(bytes.length);
            return java.util.Arrays.equals(bytes, back) ? "echoed" : "cut";
        } catch (IOException cut) {
            return "cut";
        }
    }

    private interface Work {
        void go() throws IOException;
    }

    private static void detached(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.go();
                    } catch (IOException over) {
                        System.err.println(name + ": " + over.getMessage());
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }
}
