package io.borealis.network.memory;

import io.borealis.network.HostNetworkException;
import io.borealis.network.HostNetworkException.Step;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/** A UDP socket of the listener, on loopback only, with the one thread that answers what arrives. */
final class HelloSocket implements AutoCloseable {

    /** What Windows says when a port is taken (WSAEADDRINUSE). */
    private static final int PORT_TAKEN = 10048;

    private final DatagramSocket socket;
    private final LoopbackThread thread;
    private Function<byte[], Optional<byte[]>> answer = datagram -> Optional.empty();

    private HelloSocket(DatagramSocket socket) {
        this.socket = socket;
        this.thread = new LoopbackThread("borealis-simulated-listener", this::serve);
    }

    static HelloSocket bind(int port) throws HostNetworkException {
        try {
            return new HelloSocket(new DatagramSocket(new InetSocketAddress(InMemoryHostNetwork.LOOPBACK, port)));
        } catch (BindException taken) {
            throw new HostNetworkException(
                    Step.BRING_UP,
                    PORT_TAKEN,
                    "UDP port " + port + " is taken by another program; end it or choose another listen port");
        } catch (IOException failure) {
            throw new HostNetworkException(
                    Step.BRING_UP, 0, "UDP port " + port + " could not be bound: " + failure.getMessage());
        }
    }

    void answerWith(Function<byte[], Optional<byte[]>> answerer) {
        answer = answerer;
        thread.start();
    }

    private void serve() throws IOException {
        byte[] buffer = new byte[Hello.LENGTH + 1];
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            socket.receive(packet);
            Optional<byte[]> reply = answer.apply(Arrays.copyOf(buffer, packet.getLength()));
            if (reply.isPresent()) {
                socket.send(new DatagramPacket(reply.get(), reply.get().length, packet.getSocketAddress()));
            }
        }
    }

    boolean isOpen() {
        return !socket.isClosed() && thread.isAlive();
    }

    @Override
    public void close() {
        socket.close();
        thread.awaitEnd();
    }
}
