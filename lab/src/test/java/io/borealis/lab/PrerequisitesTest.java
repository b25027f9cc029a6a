package io.borealis.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code bin/prerequisites} beside another installation: Debian's own apt-get and real locks, on folders of this test. */
class PrerequisitesTest {

    private static final Path SCRIPT = Path.of("..", "bin", "prerequisites").toAbsolutePath();
    private static final Duration LONGEST = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void makeAPackageSystemOfItsOwn() throws IOException {
        for (String needed : List.of("state/lists/partial", "cache/archives/partial", "dpkg/updates", "dpkg/info")) {
            Files.createDirectories(folder.resolve(needed));
        }
        Files.createFile(folder.resolve("dpkg/status"));
        Files.createFile(folder.resolve("no-sources"));
        Files.writeString(folder.resolve("apt.conf"), """
                Dir::State "%1$s/state";
                Dir::State::status "%1$s/dpkg/status";
                Dir::Cache "%1$s/cache";
                Dir::Etc::sourcelist "%1$s/no-sources";
                Dir::Etc::sourceparts "%1$s/cache";
                APT::Sandbox::User "root";
                """.formatted(folder));
    }

    @AfterEach
    void endWhatStillRuns() {
        started.forEach(Process::destroyForcibly);
    }

    private Process aptGet(String words, int patienceSeconds) throws IOException {
        ProcessBuilder command = new ProcessBuilder(
                        "bash",
                        "-c",
                        ". '%s'; apt_get '%s' %s || { cat '%2$s'; exit 1; }"
                                .formatted(SCRIPT, folder.resolve("log"), words))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        command.environment().put("APT_CONFIG", folder.resolve("apt.conf").toString());
        command.environment().put("BOREALIS_APT_PATIENCE", Integer.toString(patienceSeconds));
        Process process = command.start();
        started.add(process);
        return process;
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("output"));
    }

    @ParameterizedTest
    @CsvSource({"state/lists/lock, update", "dpkg/lock-frontend, install -y"})
    void waitsForAnotherInstallationAndSaysSoOnce(String lock, String words) throws IOException {
        Process waiting;
        try (FileChannel file =
                        FileChannel.open(folder.resolve(lock), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = file.lock()) {
            assertThat(held.isValid()).isTrue();
            waiting = aptGet(words, 600);
            await().atMost(LONGEST).until(() -> output().contains("waiting: another installation is at work"));
            assertThat(output()).contains("process " + ProcessHandle.current().pid(), lock);
            assertThat(waiting.isAlive()).isTrue();
        }
        await().atMost(LONGEST).until(() -> !waiting.isAlive());

        assertThat(waiting.exitValue()).as(output()).isZero();
        assertThat(output().lines().filter(line -> line.startsWith("waiting")))
                .as("told once")
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"state/lists/lock, update", "dpkg/lock-frontend, install -y"})
    void givesUpWhenTheOtherDoesNotEnd(String lock, String words) throws IOException {
        try (FileChannel file =
                        FileChannel.open(folder.resolve(lock), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = file.lock()) {
            assertThat(held.isValid()).isTrue();
            Process waiting = aptGet(words, 0);
            await().atMost(LONGEST).until(() -> !waiting.isAlive());

            assertThat(waiting.exitValue()).isNotZero();
            assertThat(output()).contains("another installation did not end within 0 s", "start again when it has");
        }
    }

    @ParameterizedTest
    @CsvSource({"install -y borealis-is-no-package"})
    void doesNotWaitForAnythingElse(String words) throws IOException {
        Process failing = aptGet(words, 600);
        await().atMost(LONGEST).until(() -> !failing.isAlive());

        assertThat(failing.exitValue()).isNotZero();
        assertThat(output()).contains("Unable to locate package").doesNotContain("waiting");
    }
}
