package io.borealis.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start that fails ends the process with a code and one line of why, however early: the service host sees nothing else. */
class ServiceStartTest {

    @TempDir
    private Path folder;

    private record End(int code, String said) {}

    /** As the service host does: calls the start method, from a thread that is not the last. */
    static final class Host {

        private Host() {}

        public static void main(String[] arguments) throws Exception {
            Thread service = new Thread(() -> AgentService.start(arguments), "service");
            service.start();
            // the host itself lives on
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    private static End start(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dstderr.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                Host.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new End(process.exitValue(), said);
    }

    @Test
    void saysThatTheSettingsAreMissing() throws Exception {
        Path missing = folder.resolve("missing.properties");
        End end = start(missing.toString());
        assertThat(end.code()).isEqualTo(2);
        assertThat(end.said()).contains("the file does not exist").contains("missing.properties");
    }

    @Test
    void saysWhichSettingIsWrong() throws Exception {
        Path settings = Files.writeString(folder.resolve("agent.properties"), "# Ü 日本\nengine.url=ftp://Ü日本\n");
        End end = start(settings.toString());
        assertThat(end.code()).isEqualTo(2);
        assertThat(end.said()).contains("engine.url: must be https://host:port").contains("ftp://Ü日本");
    }

    @Test
    void saysThatItIsStartedWithoutSettings() throws Exception {
        End end = start();
        assertThat(end.code()).isEqualTo(2);
        assertThat(end.said()).contains("the path of agent.properties");
    }

    @Test
    void saysThatItsHomeCannotBeMade() throws Exception {
        Path file = Files.createFile(folder.resolve("no-folder"));
        Path settings = Files.writeString(
                folder.resolve("agent.properties"),
                "engine.url=https://engine\nterminal.shell=\"" + escaped(file) + "\"\nhome=" + escaped(file) + "\n");
        End end = start(settings.toString());
        assertThat(end.code()).isEqualTo(1);
        assertThat(end.said()).contains("the agent cannot work").contains("no-folder");
    }

    private static String escaped(Path path) {
        return path.toString().replace("\\", "\\\\");
    }
}
