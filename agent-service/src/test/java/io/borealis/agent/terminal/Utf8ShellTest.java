package io.borealis.agent.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8ShellTest {

    private static final String POWERSHELL = "C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe";

    @Test
    void setsTheCodePageOfTheShellsOfWindows() {
        assertThat(Utf8Shell.command(List.of(POWERSHELL, "-NoLogo")))
                .startsWith(POWERSHELL, "-NoLogo", "-NoExit", "-Command")
                .last()
                .asString()
                .contains("[Console]::OutputEncoding = ");
        assertThat(Utf8Shell.command(List.of("C:\\Windows\\System32\\CMD.EXE")))
                .containsExactly("C:\\Windows\\System32\\CMD.EXE", "/k", "chcp 65001>nul");
    }

    @Test
    void leavesOtherShellsAlone() {
        assertThat(Utf8Shell.command(List.of("/bin/bash", "-c", "ls"))).containsExactly("/bin/bash", "-c", "ls");
        assertThat(Utf8Shell.command(List.of("C:\\Git\\bash.exe"))).containsExactly("C:\\Git\\bash.exe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Command", "-c", "-File", "-EncodedCommand", "-enc", "-e", "/command"})
    void leavesACommandOfTheAdministratorAlone(String word) {
        assertThat(Utf8Shell.command(List.of(POWERSHELL, word, "x"))).containsExactly(POWERSHELL, word, "x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-ExecutionPolicy", "-ex", "-ConfigurationName", "-NoProfile"})
    void doesNotTakeOtherArgumentsForACommand(String word) {
        assertThat(Utf8Shell.command(List.of(POWERSHELL, word))).contains("-NoExit");
    }

    @Test
    void leavesACommandForCmdAlone() {
        assertThat(Utf8Shell.command(List.of("C:\\x\\cmd.exe", "/d", "/K", "x.bat")))
                .hasSize(4);
    }
}
