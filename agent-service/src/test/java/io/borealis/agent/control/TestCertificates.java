package io.borealis.agent.control;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A CA and a server certificate of it, made by the JDK's keytool. */
public final class TestCertificates {

    private static final String PASSWORD = "changeit";

    private final Path folder;
    private final Path serverStore;
    private final byte[] ca;

    /** @param names what the server's certificate is for, like {@code dns:localhost,ip:127.0.0.1} */
    public TestCertificates(Path folder, String names) throws Exception {
        this.folder = folder;
        Path caStore = folder.resolve("ca.p12");
        serverStore = folder.resolve("server.p12");
        keytool(caStore, "-genkeypair", "-alias", "ca", "-keyalg", "EC", "-dname", "CN=Test CA", "-ext", "bc:c");
        keytool(serverStore, "-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=Test Engine");
        keytool(serverStore, "-certreq", "-alias", "server", "-file", path("server.csr"));
        keytool(
                caStore,
                "-gencert",
                "-alias",
                "ca",
                "-infile",
                path("server.csr"),
                "-outfile",
                path("server.crt"),
                "-ext",
                "san=" + names);
        keytool(caStore, "-exportcert", "-alias", "ca", "-file", path("ca.crt"));
        keytool(serverStore, "-importcert", "-noprompt", "-alias", "ca", "-file", path("ca.crt"));
        keytool(serverStore, "-importcert", "-noprompt", "-alias", "server", "-file", path("server.crt"));
        ca = Files.readAllBytes(folder.resolve("ca.crt"));
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private static void keytool(Path store, String... arguments) throws IOException, InterruptedException {
        List<String> command = Stream.concat(
                        Stream.of(Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString()),
                        Stream.concat(
                                Stream.of(arguments),
                                Stream.of(
                                        "-keystore", store.toString(), "-storepass", PASSWORD, "-storetype", "PKCS12")))
                .toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(output);
        }
    }

    /** DER. */
    public byte[] ca() {
        return ca.clone();
    }

    public String caPem() {
        return "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(ca)
                + "\n-----END CERTIFICATE-----\n";
    }

    SSLContext server() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(serverStore)) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}
