package io.borealis.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is no export at all, or asked for in a wrong way; exports themselves are checked where they are made. */
class VerifyTest {
    @TempDir
    Path folder;

    private Path key;
    private String said = "";

    @BeforeEach
    void haveAKey() throws Exception {
        key = write("key.pem", pem("Ed25519"));
    }

    private static String pem(String kind) throws Exception {
        byte[] encoded =
                KeyPairGenerator.getInstance(kind).generateKeyPair().getPublic().getEncoded();
        return "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(encoded)
                + "\n-----END PUBLIC KEY-----\n";
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private int run(Object... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code = Verify.run(
                Stream.of(arguments).map(Object::toString).toList(),
                new PrintStream(out, true, StandardCharsets.UTF_8));
        said = out.toString(StandardCharsets.UTF_8);
        return code;
    }

    @Test
    void saysHowItIsUsed() {
        for (List<String> wrong : List.of(
                List.<String>of(),
                List.of("export"),
                List.of("--key", "k"),
                List.of("a", "b", "--key", "k"),
                List.of("a", "--key"))) {
            assertThat(run(wrong.toArray())).isEqualTo(64);
            assertThat(said).startsWith("usage: java -jar borealis-verify.jar EXPORT --key KEY.pem");
        }
    }

    @Test
    void hasACodeAndASentenceForWhatIsNoExport() throws IOException {
        assertThat(run(write("a.csv", "activity_id,at\r\n1,2\r\n"), "--key", key))
                .isEqualTo(4);
        assertThat(said).contains("format=json, not CSV");
        assertThat(run(write("empty", ""), "--key", key)).isEqualTo(2);
        assertThat(said).contains("empty");
        assertThat(run(write("half", "{\"activity_id\":1,\"at\":\"2026"), "--key", key))
                .isEqualTo(2);
        assertThat(said).contains("cut");
        assertThat(run(write("long", "{" + "x".repeat(100_000)), "--key", key)).isEqualTo(4);
        assertThat(run(folder.resolve("none"), "--key", key)).isEqualTo(5);
    }

    @Test
    void hasACodeAndASentenceForWhatIsNoKey() throws Exception {
        Path export = write("export", "{}\n");
        assertThat(run(export, "--key", write("no.pem", "nothing"))).isEqualTo(3);
        assertThat(said).contains("no public key in PEM");
        assertThat(run(export, "--key", write("ec.pem", pem("EC")))).isEqualTo(3);
        assertThat(said).contains("Ed25519");
        assertThat(run(export, "--key", folder.resolve("none"))).isEqualTo(5);
    }
}
