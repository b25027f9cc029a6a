package io.borealis.network.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.sun.jna.platform.win32.Crypt32Util;
import io.borealis.network.keys.windows.WindowsAccess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Seals, unseals and refuses for real; a Windows process alone can. */
final class SealedStorageOnWindows {

    private static final byte[] SECRET = "the secret of this test".getBytes(StandardCharsets.US_ASCII);
    private static final int UI_FORBIDDEN = 1;

    @TempDir
    private Path root;

    private Path folder = Path.of("");
    private KeyStorage keys = KeyStorages.ofThisSystem(folder);

    @BeforeEach
    void chooseAFolderThatNoCodePageHolds() {
        folder = root.resolve("Certificates \u00dc \u65e5\u672c");
        keys = KeyStorages.ofThisSystem(folder);
    }

    @Test
    void keepsNothingReadableInTheFile() throws Exception {
        keys.write("a.key", SECRET);
        assertThat(keys.read("a.key")).hasValue(SECRET);
        assertThat(new String(Files.readAllBytes(folder.resolve("a.key")), StandardCharsets.ISO_8859_1))
                .doesNotContain(new String(SECRET, StandardCharsets.US_ASCII));
    }

    @Test
    void refusesABlobWithOneByteChangedOrCutOrEmpty() throws Exception {
        keys.write("a.key", SECRET);
        Path file = folder.resolve("a.key");
        byte[] whole = Files.readAllBytes(file);
        byte[] changed = whole.clone();
        changed[changed.length - 1] ^= 1;
        for (byte[] damaged : new byte[][] {changed, Arrays.copyOf(whole, whole.length / 2), {}, {1, 2, 3}}) {
            ProtectedFiles.replace(file, damaged);
            unusable("a.key");
        }
        ProtectedFiles.replace(file, whole);
        assertThat(keys.read("a.key")).as("the whole blob again").hasValue(SECRET);
    }

    @Test
    void refusesABlobThatWasSealedForAnotherPurpose() throws Exception {
        keys.write("a.key", SECRET);
        keys.write("b.key", SECRET);
        ProtectedFiles.replace(folder.resolve("a.key"), Files.readAllBytes(folder.resolve("b.key")));
        unusable("a.key");
    }

    @Test
    void refusesABlobThatCarriesAnotherName() throws Exception {
        keys.write("a.key", SECRET);
        byte[] purpose = "Borealis key storage: a.key".getBytes(StandardCharsets.UTF_8);
        ProtectedFiles.replace(folder.resolve("a.key"), sealed(purpose, "b.key"));
        unusable("a.key");
        ProtectedFiles.replace(folder.resolve("a.key"), sealed(purpose, "a.key"));
        assertThat(keys.read("a.key")).as("the right name").hasValue(SECRET);
    }

    private static byte[] sealed(byte[] purpose, String name) {
        return Crypt32Util.cryptProtectData(SECRET, purpose, UI_FORBIDDEN, name, null);
    }

    private void unusable(String name) {
        assertThatExceptionOfType(UnusableSecretException.class)
                .isThrownBy(() -> keys.read(name))
                .withMessageContaining(folder.resolve(name).toString())
                .withMessageContaining("cannot be unsealed");
    }

    @Test
    void makesItsFolderForSystemAndAdministratorsAlone() throws Exception {
        keys.write("a.key", SECRET);
        for (Path made : new Path[] {folder, folder.resolve("a.key")}) {
            String sddl = WindowsAccess.sddlOf(made);
            assertThat(sddl).contains(";;;SY)").doesNotContain(";;;WD)").doesNotContain(";;;BU)");
        }
    }

    @Test
    void refusesAFolderWithALooserAccessListAndSaysHowToMendIt() throws Exception {
        keys.write("a.key", SECRET);
        Path open = Files.createDirectory(root.resolve("open"));
        Files.copy(folder.resolve("a.key"), open.resolve("a.key"));
        KeyStorage loose = KeyStorages.ofThisSystem(open);
        for (ThrowingCallable use : new ThrowingCallable[] {
            () -> loose.read("a.key"), () -> loose.write("b.key", SECRET), () -> loose.create("c.key", SECRET)
        }) {
            assertThatIOException()
                    .isThrownBy(use)
                    .withMessageContaining("icacls")
                    .withMessageContaining(WindowsAccess.sddlOf(open));
        }
        try (var left = Files.list(open)) {
            assertThat(left).containsExactly(open.resolve("a.key"));
        }
    }

    @Test
    void refusesAFileWithALooserAccessList() throws IOException {
        Path open = Files.write(root.resolve("open.txt"), SECRET);
        assertThatIOException().isThrownBy(() -> ProtectedFiles.read(open)).withMessageContaining("icacls");
    }
}
