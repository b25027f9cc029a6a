package io.borealis.protocol.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.common.io.IoAcceptor;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoServiceFactory;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.util.Readable;
import org.apache.sshd.common.util.threads.ThreadUtils;
import org.apache.sshd.server.SshServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On real sockets of this machine. */
class DirectSocketsTest {

    private static final int FLOOD = 64 * 1024 * 1024;

    private final BlockingQueue<String> handledBy = new LinkedBlockingQueue<>();
    private final AtomicLong received = new AtomicLong();
    private final BlockingQueue<Long> all = new LinkedBlockingQueue<>();
    private IoServiceFactory sockets;
    private InetSocketAddress address;

    @BeforeEach
    void listen() throws Exception {
        SshServer manager = SshServer.setUpDefaultServer();
        sockets = new DirectSockets(() -> ThreadUtils.newFixedThreadPool("lent", 2)).create(manager);
        IoAcceptor acceptor = sockets.createAcceptor(new Counting());
        acceptor.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        address = (InetSocketAddress) acceptor.getBoundAddresses().iterator().next();
    }

    @AfterEach
    void close() {
        sockets.close(true);
    }

    @Test
    void handlesWhatComesByTheThreadThatLearnsOfIt() throws Exception {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            // fewer than the JDK lets one handler call the next from within, should a byte come before its read is
            // asked for
            for (int i = 0; i < 10; i++) {
                socket.getOutputStream().write('x');
                socket.getOutputStream().flush();

                assertThat(handledBy.poll(10, TimeUnit.SECONDS)).isEqualTo("ssh-sockets");
            }
        }
    }

    @Test
    void whatDoesNotEndIsHandledToo() throws Exception {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            OutputStream out = socket.getOutputStream();
            byte[] piece = new byte[256 * 1024];
            for (int sent = 0; sent < FLOOD; sent += piece.length) {
                out.write(piece);
            }

            assertThat(all.poll(60, TimeUnit.SECONDS)).isEqualTo(FLOOD);
        }
    }

    private final class Counting implements IoHandler {

        @Override
        public void sessionCreated(IoSession session) {}

        @Override
        public void sessionClosed(IoSession session) {}

        @Override
        public void exceptionCaught(IoSession session, Throwable cause) {
            session.close(true);
        }

        @Override
        public void messageReceived(IoSession session, Readable message) {
            handledBy.add(Thread.currentThread().getThreadGroup().getName());
            if (received.addAndGet(message.available()) == FLOOD) {
                all.add(received.get());
            }
        }
    }
}
