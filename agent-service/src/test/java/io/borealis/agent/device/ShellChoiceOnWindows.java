package io.borealis.agent.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borealis.agent.terminal.WindowsBuild;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shells are taken from where Windows has them, never from a search path. */
class ShellChoiceOnWindows {

    private static final String SYSTEM = System.getenv("SystemRoot") + "\\System32\\";

    @TempDir
    private Path folder;

    private AgentSettings with(String line) throws Exception {
        Path file = Files.writeString(
                folder.resolve("Ü 日本.properties"),
                "engine.url=https://engine.example:8443\nhome=C:\\\\Borealis Ü 日本\n" + line + "\n");
        return new SettingsFile(file).read();
    }

    @Test
    void findsPowerShellAndCmdByTheirAbsolutePath() throws Exception {
        String powershell = SYSTEM + "WindowsPowerShell\\v1.0\\powershell.exe";
        assertThat(with("").terminalShell()).containsExactly(powershell, "-NoLogo");
        assertThat(with("terminal.shell=powershell -NoProfile").terminalShell())
                .containsExactly(powershell, "-NoProfile");
        assertThat(with("terminal.shell=cmd").terminalShell()).containsExactly(SYSTEM + "cmd.exe");
        assertThat(with("").home()).isEqualTo(Path.of("C:\\Borealis Ü 日本"));
    }

    @Test
    void saysWhereItLookedForAShellThatIsNotInstalled() {
        assertThatThrownBy(() -> with("terminal.shell=pwsh -NoLogo"))
                .hasMessageContaining(System.getenv("ProgramFiles") + "\\PowerShell\\7\\pwsh.exe");
    }

    @Test
    void knowsTheBuildOfThisWindows() {
        assertThat(WindowsBuild.ofThisMachine()).isBetween(10240, 99999);
    }
}
