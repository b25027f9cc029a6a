package io.borealis.lab.host;

import io.borealis.lab.run.Commands;
import io.borealis.lab.run.Run;
import io.borealis.lab.run.Until;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a {@link Run} left on the machine, found by its marks and removed: processes by their environment, namespaces
 * and interfaces by their names. Nothing without the mark is touched.
 */
public final class Leftovers {

    private static final Duration LONGEST_CLEAN_STOP = Duration.ofSeconds(20);
    private static final Duration LONGEST_OWN_CLEANUP = Duration.ofSeconds(5);
    private static final Duration LONGEST_KILL = Duration.ofSeconds(5);

    private static final Pattern POLITE = Pattern.compile(".*/(java|wineserver64|Xvfb)");
    private static final Map<String, String> PLURAL = Map.of("process", "es", "namespace", "s", "interface", "s");

    private Leftovers() {}

    /**
     * Removes everything of the run.
     *
     * @return what was there, for telling; empty when the machine was clean
     */
    public static List<String> remove(Run run) {
        List<String> found = find(run);
        endProcesses(run);
        namespaces(run).forEach(Leftovers::removeNamespace);
        // the other end of a pair takes it along
        interfaces(run).forEach(interfaceName -> Commands.run("ip", "link", "delete", interfaceName));
        return found;
    }

    /** What there is of the run, each with its kind in front. */
    public static List<String> find(Run run) {
        List<String> found = new ArrayList<>();
        processes(run).forEach(process -> found.add("process " + process.pid() + " " + commandOf(process)));
        namespaces(run).forEach(name -> found.add("namespace " + name));
        interfaces(run).forEach(name -> found.add("interface " + name));
        return found;
    }

    /** How many of each kind, in words. */
    public static String count(List<String> found) {
        return found.stream()
                .collect(Collectors.groupingBy(what -> what.split(" ")[0], TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(kind ->
                        kind.getValue() + " " + kind.getKey() + (kind.getValue() == 1 ? "" : PLURAL.get(kind.getKey())))
                .collect(Collectors.joining(", "));
    }

    /**
     * Java first and politely, because it takes its adapters and rules down itself, and so the servers of the Windows
     * machines, each of which takes all programs of its machine along; then whatever still stands.
     */
    private static void endProcesses(Run run) {
        Predicate<ProcessHandle> isPolite =
                process -> POLITE.matcher(commandOf(process)).matches();
        processes(run).stream().filter(isPolite).forEach(ProcessHandle::destroy);
        Until.becomesTrue(() -> processes(run).stream().noneMatch(isPolite), LONGEST_CLEAN_STOP);
        processes(run).stream().filter(isPolite).forEach(ProcessHandle::destroyForcibly);
        // the guards of the network stand-ins see their process die and clean up after it
        Until.becomesTrue(() -> processes(run).isEmpty(), LONGEST_OWN_CLEANUP);
        processes(run).forEach(ProcessHandle::destroy);
        Until.becomesTrue(() -> processes(run).isEmpty(), LONGEST_OWN_CLEANUP);
        processes(run).forEach(ProcessHandle::destroyForcibly);
        Until.holds(
                () -> processes(run).isEmpty(), LONGEST_KILL, () -> "processes survived SIGKILL: " + processes(run));
    }

    /** All processes that carry the mark of the run, this one excepted. */
    public static List<ProcessHandle> processes(Run run) {
        byte[] mark = ("\0" + run.markAsEntry() + "\0").getBytes(StandardCharsets.UTF_8);
        long self = ProcessHandle.current().pid();
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != self && LinuxProcess.carries(process, mark))
                .collect(Collectors.toList());
    }

    private static String commandOf(ProcessHandle process) {
        return process.info().command().orElse("");
    }

    public static List<String> namespaces(Run run) {
        return Commands.run("ip", "netns", "list")
                .text()
                .lines()
                .map(line -> line.split(" ")[0])
                .filter(name -> name.startsWith(run.namespacePrefix()))
                .toList();
    }

    public static List<String> interfaces(Run run) {
        return Commands.run("ip", "-o", "link", "show")
                .text()
                .lines()
                .map(line -> line.split(": ")[1].split("@")[0])
                .filter(name -> name.startsWith(run.interfacePrefix()))
                .toList();
    }

    /** Ends what runs in the namespace and deletes it; nothing else can be in a namespace of ours. */
    static void removeNamespace(String namespace) {
        endNamespace(namespace);
        Commands.run("ip", "netns", "delete", namespace);
    }

    /** Ends everything that runs in the namespace, at once. */
    static void endNamespace(String namespace) {
        Commands.run("ip", "netns", "pids", namespace)
                .text()
                .lines()
                .filter(line -> line.matches("[0-9]+"))
                .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
                .forEach(ProcessHandle::destroyForcibly);
        Until.becomesTrue(
                () -> Commands.run("ip", "netns", "pids", namespace).text().isBlank(), LONGEST_KILL);
    }
}
