package io.borealis.engine.activity.syslog;

import io.borealis.engine.Keytool;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A receiver of syslog over TLS which reads frames as RFC 5425 has them and nothing else. */
final class TlsReceiver implements AutoCloseable {
    private final SSLServerSocket server;
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final List<String> troubles = new CopyOnWriteArrayList<>();
    private volatile @Nullable SSLSocket open;

    /** The certificate with its key, for this name alone, and the certificate by itself as PEM. */
    static void makeCertificate(Path store, Path pem, String name) throws IOException, InterruptedException {
        Keytool.run(store, "-genkeypair", "-keyalg", "EC", "-dname", "CN=" + name, "-ext", "san=dns:" + name);
        Keytool.run(store, "-exportcert", "-rfc", "-file", pem.toString());
    }

    TlsReceiver(Path store, int port) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream bytes = Files.newInputStream(store)) {
            keys.load(bytes, Keytool.PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, Keytool.PASSWORD.toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        server = (SSLServerSocket) tls.getServerSocketFactory().createServerSocket(port);
        Thread thread = new Thread(this::accept, "receiver");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try (SSLSocket from = (SSLSocket) server.accept()) {
                open = from;
                while (true) {
                    messages.add(frame(from.getInputStream()));
                }
            } catch (EOFException left) {
                // the sender closed in order, between two frames
            } catch (IOException broken) {
                troubles.add(broken.toString());
            }
        }
    }

    private static String frame(InputStream in) throws IOException {
        int length = 0;
        int digits = 0;
        for (int next = in.read(); next != ' '; next = in.read()) {
            if (next < 0 && digits == 0) {
                throw new EOFException();
            }
            if (next < '0' || next > '9' || ++digits > 5) {
                throw new IOException("no length of a frame: " + next);
            }
            length = length * 10 + next - '0';
        }
        byte[] message = in.readNBytes(length);
        if (message.length < length) {
            throw new IOException("a frame was cut");
        }
        return new String(message, StandardCharsets.UTF_8);
    }

    int port() {
        return server.getLocalPort();
    }

    List<String> messages() {
        return messages;
    }

    /** What broke, in the order in which it did. */
    List<String> troubles() {
        return troubles;
    }

    @Override
    public void close() throws IOException {
        server.close();
        SSLSocket from = open;
        if (from != null) {
            from.close();
        }
    }
}
