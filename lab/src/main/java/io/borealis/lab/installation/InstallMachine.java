package io.borealis.lab.installation;

import io.borealis.lab.host.LinuxHost;
import io.borealis.lab.run.Commands;
import io.borealis.lab.run.LabException;
import io.borealis.lab.run.Steps;
import io.borealis.lab.run.Until;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A Windows machine of the lab on which Borealis.ps1 is run as its administrator would. */
final class InstallMachine {

    private static final Duration LONGEST_RUN = Duration.ofSeconds(240);
    private static final String SENTENCE = "Borealis: ";

    private final LinuxHost host;
    private final Path scripts;
    private final Path machine;
    private int runs;
    private @Nullable InstallConsole console;

    /** @param tree root of the source tree */
    InstallMachine(Path tree, LinuxHost host) {
        this.host = host;
        this.scripts = tree.resolve("lab/windows");
        this.machine = host.files().resolve("machine");
        run("make");
        run("boot");
    }

    /** What one run of Borealis.ps1 said, and its exit code. */
    record Reply(int code, String text) {

        /** The one sentence of a refusal. */
        String sentence() {
            List<String> sentences =
                    text.lines().filter(line -> line.startsWith(SENTENCE)).toList();
            Steps.require(sentences.size() == 1, "one sentence expected, but it said: " + text);
            return sentences.get(0).substring(SENTENCE.length());
        }

        Reply expect(int expected, String... parts) {
            Steps.require(code == expected, "exit code " + expected + " expected, got " + code + ": " + text);
            String said = expected == 0 || expected == 9 ? text : sentence();
            for (String part : parts) {
                Steps.require(said.contains(part), "'" + part + "' is not in: " + said);
            }
            return this;
        }
    }

    LinuxHost host() {
        return host;
    }

    /** A file of drive {@code C:}. */
    Path drive(String path) {
        return machine.resolve("drive_c").resolve(path);
    }

    /** Lets a folder of this system be a drive of the machine. */
    void mount(String letter, Path folder) throws IOException {
        Files.createSymbolicLink(machine.resolve("dosdevices").resolve(letter + ":"), folder);
    }

    /** Unpacks the zip as a person would who has just fetched it. */
    Path unpack(Path zip, String folder) throws IOException {
        Path target = Files.createDirectories(drive(folder));
        Commands.run("unzip", "-q", "-o", zip.toString(), "-d", target.toString())
                .orThrow("unpacking " + zip);
        return target;
    }

    /** Runs Borealis.ps1 in the administrator's console, which stays open until the power is off. */
    Reply borealis(Path distribution, String... words) {
        InstallConsole open = console;
        if (open == null) {
            open = new InstallConsole(host, scripts, machine, host.files().resolve("console-" + ++runs));
            console = open;
        }
        Path drive = drive("");
        String folder = distribution.startsWith(drive) ? "C:\\" + drive.relativize(distribution) : "Z:" + distribution;
        return open.run(++runs, LONGEST_RUN, (folder + "/Borealis.ps1").replace('/', '\\'), words);
    }

    /** The same as a process of its own, whose exit code is the script's. */
    Reply borealisAlone(Path distribution, String... words) {
        return wait(begin(script("install", List.of(machine.toString(), distribution.toString()), words)));
    }

    /** Runs a program of Windows. */
    Reply windows(String... words) {
        return wait(begin(script("host", List.of("exec", machine.toString()), words)));
    }

    /** Starts Borealis.ps1 and cuts the power when it says these words; then the machine is booted again. */
    void cutPowerAt(String said, Path distribution, String... words) {
        Path base = begin(script("install", List.of(machine.toString(), distribution.toString()), words));
        Until.holds(
                () -> textOf(base).contains(said) || Files.exists(codeOf(base)),
                LONGEST_RUN,
                () -> "it never said '" + said + "': " + textOf(base));
        powerOff();
        Steps.require(textOf(base).contains(said), "it ended without '" + said + "': " + textOf(base));
        Until.holds(() -> Files.exists(codeOf(base)), LONGEST_RUN, () -> "it survived the power off");
        boot();
    }

    void boot() {
        run("boot");
    }

    void powerOff() {
        console = null;
        run("off");
    }

    private void run(String verb) {
        Reply reply = wait(begin(script("host", List.of(verb, machine.toString()))));
        Steps.require(reply.code() == 0, verb + " of " + machine + " ended with " + reply.code() + ": " + reply.text());
    }

    private List<String> script(String name, List<String> first, String... then) {
        List<String> command = new ArrayList<>(List.of(scripts.resolve(name).toString()));
        command.addAll(first);
        command.addAll(List.of(then));
        return command;
    }

    /** A detached process that leaves what it said and its exit code in files of this name. */
    private Path begin(List<String> command) {
        Path base = host.files().resolve("run-" + ++runs);
        List<String> words = new ArrayList<>(List.of(
                "sh",
                "-c",
                "\"$@\" >\"$0.out\" 2>&1 </dev/null; echo $? >\"$0.part\"; mv \"$0.part\" \"$0.code\"",
                base.toString()));
        words.addAll(command);
        host.start("windows", words, Map.of());
        return base;
    }

    private static Path codeOf(Path base) {
        return base.resolveSibling(base.getFileName() + ".code");
    }

    private static String textOf(Path base) {
        try {
            // a console of Windows speaks its own code page
            return Files.readString(base.resolveSibling(base.getFileName() + ".out"), StandardCharsets.ISO_8859_1);
        } catch (IOException notYet) {
            return "";
        }
    }

    private static Reply wait(Path base) {
        Until.holds(() -> Files.exists(codeOf(base)), LONGEST_RUN, () -> "it does not end: " + textOf(base));
        try {
            return new Reply(Integer.parseInt(Files.readString(codeOf(base)).strip()), textOf(base));
        } catch (IOException gone) {
            throw new LabException("the exit code of " + base + " cannot be read", gone);
        }
    }

    /** Every file below the folder with size and time of its last change, the logs and the temporary files excepted. */
    static Map<String, String> filesBelow(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(folder.resolve("Agent/Logs"))
                            && !file.startsWith(folder.resolve("Agent/Temp")))
                    .collect(Collectors.toMap(
                            file -> folder.relativize(file).toString(),
                            InstallMachine::sizeAndTime,
                            (a, b) -> a,
                            TreeMap::new));
        }
    }

    private static String sizeAndTime(Path file) {
        try {
            return Files.size(file) + " bytes of " + Files.getLastModifiedTime(file);
        } catch (IOException gone) {
            return "gone";
        }
    }
}
