package io.borealis.network.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyStorageTest {

    private static final byte[] SECRET = {1, 2, 3};

    @TempDir
    private Path root;

    private Path folder() {
        return root.resolve("Engine/Certificates");
    }

    private KeyStorage storage() {
        return KeyStorages.ofThisSystem(folder());
    }

    @Test
    void keepsWhatIsWrittenAndKnowsWhatNeverWas() throws Exception {
        assertThat(storage().read("a.key")).isEmpty();
        storage().write("a.key", SECRET);
        assertThat(storage().read("a.key")).hasValue(SECRET);
        assertThat(storage().read("b.key")).isEmpty();
        storage().write("a.key", new byte[] {9});
        assertThat(storage().read("a.key")).hasValue(new byte[] {9});
        assertThat(storage().folder()).isEqualTo(folder());
    }

    @Tag("posix")
    @Test
    void letsNobodyButTheOwnerIn() throws Exception {
        storage().write("a.key", SECRET);
        assertThat(permissions(folder().resolve("a.key"))).isEqualTo("rw-------");
        assertThat(permissions(folder())).isEqualTo("rwx------");
        assertThat(permissions(root.resolve("Engine"))).isEqualTo("rwx------");
    }

    @Test
    void neverCreatesOverAnEarlierSecret() throws Exception {
        storage().create("a.key", SECRET);
        assertThatThrownBy(() -> storage().create("a.key", new byte[] {9}))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(storage().read("a.key")).hasValue(SECRET);
        onlyFileIs("a.key");
    }

    @Test
    void clearsAwayWhatACrashLeft() throws Exception {
        storage().write("a.key", SECRET);
        Files.write(folder().resolve(".a.key.new"), new byte[] {4});
        storage().write("a.key", SECRET);
        onlyFileIs("a.key");
    }

    @Tag("posix")
    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwx------"})
    void refusesAFileThatOthersCouldUse(String permissions) throws Exception {
        storage().write("a.key", SECRET);
        set(folder().resolve("a.key"), permissions);
        assertThatIOException()
                .isThrownBy(() -> storage().read("a.key"))
                .withMessageContaining(folder().resolve("a.key").toString())
                .withMessageContaining(permissions)
                .withMessageContaining("chmod 600");
    }

    @Tag("posix")
    @ParameterizedTest
    @ValueSource(strings = {"rwxrwx---", "rwx----w-"})
    void refusesAFolderInWhichOthersCouldPutAnotherFile(String permissions) throws Exception {
        storage().write("a.key", SECRET);
        set(folder(), permissions);
        for (ThrowingUse use : new ThrowingUse[] {
            () -> storage().read("a.key"),
            () -> storage().write("a.key", SECRET),
            () -> storage().create("b", SECRET)
        }) {
            assertThatIOException()
                    .isThrownBy(use::run)
                    .withMessageContaining(folder().toString())
                    .withMessageContaining(permissions)
                    .withMessageContaining("chmod 700");
        }
    }

    @Tag("posix")
    @Test
    void followsNoLink() throws Exception {
        storage().write("a.key", SECRET);
        Files.createSymbolicLink(folder().resolve("link.key"), folder().resolve("a.key"));
        Files.createDirectory(folder().resolve("folder.key"));
        for (String notPlain : new String[] {"link.key", "folder.key"}) {
            assertThatIOException().isThrownBy(() -> storage().read(notPlain)).withMessageContaining("plain file");
        }
        Path linked = Files.createSymbolicLink(root.resolve("linked"), folder());
        KeyStorage elsewhere = KeyStorages.ofThisSystem(linked);
        assertThatIOException().isThrownBy(() -> elsewhere.read("a.key")).withMessageContaining("plain folder");
        assertThatIOException()
                .isThrownBy(() -> elsewhere.write("a.key", SECRET))
                .withMessageContaining("plain");
    }

    @Test
    void readsNoMoreThanASecretHas() throws Exception {
        storage().write("a.key", new byte[64 * 1024 + 1]);
        assertThatIOException().isThrownBy(() -> storage().read("a.key")).withMessageContaining("larger");
    }

    private interface ThrowingUse {
        void run() throws IOException;
    }

    private void onlyFileIs(String name) throws IOException {
        try (var files = Files.list(folder())) {
            assertThat(files).containsExactly(folder().resolve(name));
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static void set(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
}
