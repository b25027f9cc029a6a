package io.borealis.agent.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import io.borealis.network.keys.KeyStorage;
import io.borealis.network.keys.KeyStorages;
import io.borealis.network.keys.ProtectedFiles;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What java.io opens on Windows can neither be replaced nor removed until it is closed; so do most programs open files. */
class HeldFilesOnWindows {

    @TempDir
    private Path folder;

    @Test
    void waitForAReaderThatLooksOnlyForAMoment() throws Exception {
        Path settings = Files.writeString(
                folder.resolve("agent Ü 日本.properties"),
                "engine.url=https://engine.example\nenrollment.code=ABCDE\n# Ärger\n",
                StandardCharsets.UTF_8);
        KeyStorage storage = KeyStorages.ofThisSystem(folder.resolve("Certificates"));
        storage.write(Membership.NAME, new byte[] {1});
        for (Path file : new Path[] {settings, storage.folder().resolve(Membership.NAME)}) {
            FileInputStream reader = new FileInputStream(file.toFile());
            Thread writer = Thread.currentThread();
            CompletableFuture<Void> letsGo = CompletableFuture.runAsync(() -> closeWhileItWaits(reader, writer));
            if (file.equals(settings)) {
                new SettingsFile(settings).forgetEnrollmentCode();
            } else {
                storage.write(Membership.NAME, new byte[] {2});
            }
            letsGo.join();
        }
        assertThat(settings)
                .content(StandardCharsets.UTF_8)
                .doesNotContain("ABCDE")
                .contains("# Ärger");
        assertThat(storage.read(Membership.NAME)).hasValue(new byte[] {2});
    }

    private static void closeWhileItWaits(FileInputStream reader, Thread writer) {
        await().until(() -> writer.getState() == Thread.State.TIMED_WAITING);
        try {
            reader.close();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Test
    void stayAsTheyAreUnderAReaderThatStays() throws Exception {
        Path file = folder.resolve("enrollment.json");
        ProtectedFiles.create(file, new byte[] {1});
        try (FileInputStream reader = new FileInputStream(file.toFile())) {
            assertThatIOException()
                    .isThrownBy(() -> ProtectedFiles.replace(file, new byte[] {2}))
                    .withMessageContaining(file.toString())
                    .withMessageContaining("another program holds it open");
            assertThat(reader.read()).isEqualTo(1);
        }
        assertThat(folder).isDirectoryNotContaining(left -> !left.equals(file));
        ProtectedFiles.replace(file, new byte[] {2});
        assertThat(file).hasBinaryContent(new byte[] {2});
    }
}
