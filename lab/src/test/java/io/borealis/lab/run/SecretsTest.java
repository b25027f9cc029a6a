package io.borealis.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the search for secrets finds, and what it must not take for a find. */
class SecretsTest {

    private static final String KEY = "MC4CAQAwBQYDK2VwBCIEIFbTqSecretsTestKeyThatNobodyElseHasAAAA";

    @TempDir
    private Path tree;

    private Run run;

    @BeforeEach
    void prepare() throws IOException {
        run = new Run(tree, "searched");
        write("engine/Engine/Certificates/access-token.key", "-----BEGIN PRIVATE KEY-----\n" + KEY + "\n");
        write("engine/accounts.json", "a-password-of-this-test");
        Secrets.know("a-password-of-this-test");
    }

    private void write(String name, String text) throws IOException {
        Path file = run.folder().resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private String told() throws IOException {
        Secrets.searchIn(run);
        return Files.readString(tree.resolve("target/secrets.txt"));
    }

    @Test
    void findsNothingWhereSecretsBelong() throws IOException {
        write("engine/engine.log", "an Engine that says nothing of them\n");

        assertThat(told()).startsWith("searched: 1 files searched for ").endsWith(" found in 0\n");
    }

    @Test
    void findsAPasswordInALog() throws IOException {
        write("engine/engine.log", "login of admin with a-password-of-this-test\n");

        assertThat(told()).endsWith(" found in 1\nFOUND in target/searched/engine/engine.log\n");
    }

    @Test
    void findsAKeyThatItSawInTheFolderOfKeys() throws IOException {
        write("engine/dump.bin", "\0\0" + KEY + "\0");

        assertThat(told()).endsWith(" found in 1\nFOUND in target/searched/engine/dump.bin\n");
    }
}
