package io.borealis.agent.device;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The shells of Windows that the settings know by a word, each where the system or its installer keeps it. */
enum WindowsShell {
    POWERSHELL("SystemRoot", "\\System32\\WindowsPowerShell\\v1.0\\powershell.exe"),
    PWSH("ProgramFiles", "\\PowerShell\\7\\pwsh.exe"),
    CMD("SystemRoot", "\\System32\\cmd.exe");

    private final String variable;
    private final String below;

    WindowsShell(String variable, String below) {
        this.variable = variable;
        this.below = below;
    }

    /** The absolute path; empty for any other word, and where there is no Windows. Never looked up on a search path. */
    static Optional<String> named(String word) {
        return Arrays.stream(values())
                .filter(shell -> shell.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .flatMap(shell ->
                        Optional.ofNullable(System.getenv(shell.variable)).map(root -> root + shell.below));
    }
}
