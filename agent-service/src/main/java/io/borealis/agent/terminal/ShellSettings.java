package io.borealis.agent.terminal;

import java.nio.file.Path;
import java.util.List;

/**
 * What runs in a terminal. Immutable.
 *
 * @param command absolute path of the shell, then its arguments
 * @param directory where it starts
 * @param conPty whether Windows' own pseudo console is used, else winpty; means nothing elsewhere
 * @param nativeLibraries protected folder for the libraries of the pseudo terminal
 */
public record ShellSettings(List<String> command, Path directory, boolean conPty, Path nativeLibraries) {

    public ShellSettings {
        command = List.copyOf(command);
    }
}
