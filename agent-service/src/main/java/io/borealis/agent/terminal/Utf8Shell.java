package io.borealis.agent.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A Windows console has a code page, by default one of old, and programs write what it lacks as question marks. The
 * shells of Windows are therefore told to set it to UTF-8 before their first prompt, with an argument of their own.
 */
final class Utf8Shell {

    private static final int ANY_CASE = Pattern.CASE_INSENSITIVE;

    /** Arguments after which PowerShell takes everything as a command of the administrator's own. */
    private static final Pattern POWERSHELL_COMMAND = Pattern.compile("[-/](c(om\\w*|o)?|f\\w*|e(c|n\\w*)?)", ANY_CASE);

    private static final Pattern CMD_COMMAND = Pattern.compile("/[ckr].*", ANY_CASE);

    private Utf8Shell() {}

    /** The command with the argument added; as it is for an unknown shell, and where a command is given already. */
    static List<String> command(List<String> shell) {
        String program = shell.get(0).replaceAll(".*[\\\\/]", "").toLowerCase(Locale.ROOT);
        return switch (program) {
            case "powershell.exe", "pwsh.exe" ->
                with(
                        shell,
                        POWERSHELL_COMMAND,
                        "-NoExit",
                        "-Command",
                        "$OutputEncoding = [Console]::OutputEncoding = New-Object Text.UTF8Encoding");
            case "cmd.exe" -> with(shell, CMD_COMMAND, "/k", "chcp 65001>nul");
            default -> shell;
        };
    }

    private static List<String> with(List<String> shell, Pattern ownCommand, String... words) {
        if (shell.stream().skip(1).anyMatch(word -> ownCommand.matcher(word).matches())) {
            return shell;
        }
        List<String> command = new ArrayList<>(shell);
        command.addAll(List.of(words));
        return command;
    }
}
