package io.borealis.lab.installation;

import io.borealis.lab.host.LinuxHost;
import io.borealis.lab.run.Commands;
import io.borealis.lab.run.LabException;
import io.borealis.lab.run.Until;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One PowerShell of a Windows machine, in which its administrator starts Borealis.ps1 again and again. It is gone when
 * the power is. For one thread.
 */
final class InstallConsole {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final Path base;

    /** @param base what the console's files begin with: what is typed, what it says, the codes of the runs */
    InstallConsole(LinuxHost host, Path scripts, Path machine, Path base) {
        this.base = base;
        Commands.run("mkfifo", file(".in").toString()).orThrow("a console for " + machine);
        // open for writing as well, or the console would end with the first who has typed something
        host.start(
                "windows",
                List.of(
                        "sh",
                        "-c",
                        "exec 3<>\"$0.in\"; \"$@\" <\"$0.in\" >\"$0.out\" 2>&1; : >\"$0.ended\"",
                        base.toString(),
                        scripts.resolve("host").toString(),
                        "exec",
                        machine.toString(),
                        scripts.resolve("target/powershell/pwsh.exe").toString(),
                        "-ExecutionPolicy",
                        "Bypass",
                        "-NoProfile",
                        "-Command",
                        "-"),
                Map.of());
        Until.holds(() -> Files.exists(file(".out")), SOON, () -> "no console for " + machine);
    }

    /** Runs a script, named as the machine names it, and waits for its end. */
    InstallMachine.Reply run(int number, Duration longest, String script, String... words) {
        Path code = file("-" + number + ".code");
        String there = quoted("Z:" + code.toString().replace('/', '\\'));
        try {
            long before = Files.size(file(".out"));
            Files.writeString(
                    file(".in"),
                    "$LASTEXITCODE = -1; & " + quoted(script) + " "
                            + Arrays.stream(words).map(InstallConsole::word).collect(Collectors.joining(" "))
                            // of its own, since an error ends the line
                            + "\n[IO.File]::WriteAllText(" + there + " + '.part', \"$LASTEXITCODE\"); [IO.File]::Move("
                            + there + " + '.part', " + there + ")\n",
                    StandardOpenOption.WRITE);
            Until.holds(
                    () -> Files.exists(code) || Files.exists(file(".ended")),
                    longest,
                    () -> "it does not end: " + saidFrom(before));
            if (!Files.exists(code)) {
                throw new LabException("the console ended: " + saidFrom(before));
            }
            return new InstallMachine.Reply(Integer.parseInt(Files.readString(code)), saidFrom(before));
        } catch (IOException gone) {
            throw new LabException("nothing can be typed into " + base, gone);
        }
    }

    private Path file(String ending) {
        return base.resolveSibling(base.getFileName() + ending);
    }

    private String saidFrom(long before) {
        try {
            byte[] all = Files.readAllBytes(file(".out"));
            // a console of Windows speaks its own code page
            return new String(all, (int) before, all.length - (int) before, StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            throw new LabException("what " + base + " said cannot be read", gone);
        }
    }

    private static String word(String word) {
        return word.startsWith("-") ? word : quoted(word);
    }

    // what is typed arrives in the code page of the console, which has few letters
    private static String quoted(String text) {
        return text.chars()
                .mapToObj(letter -> letter > 126 ? "$([char]" + letter + ")" : String.valueOf((char) letter))
                .map(letter -> "\"`$".contains(letter) ? "`" + letter : letter)
                .collect(Collectors.joining("", "\"", "\""));
    }
}
