import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs the tests of compiled classes in this process, which is one of Windows, and writes a report for each class.
 * Arguments: folder of the reports, then folders of test classes, or {@code Class} and {@code Class#method} by name.
 * What is tagged {@code posix} is left out. Ends with 1 when something failed or a class for Windows alone did not run.
 */
final class WindowsTests implements TestExecutionListener {

    private static final String ELSEWHERE = "posix";
    private static final String WINDOWS_ALONE = "OnWindows.class";

    /** One test, or the class itself when its preparation failed. */
    private record Outcome(String name, double seconds, String kind, String text) {}

    private final Map<String, List<Outcome>> classes = new TreeMap<>();
    private final Map<String, Long> started = new ConcurrentHashMap<>();
    private final PrintStream said;
    private TestPlan plan;

    private WindowsTests(PrintStream said) {
        this.said = said;
    }

    public static void main(String[] arguments) throws IOException {
        PrintStream said = System.out;
        said.println(System.getProperty("os.name") + " " + System.getProperty("os.version") + ", Java "
                + System.getProperty("java.version"));
        if (!System.getProperty("os.name").startsWith("Windows")) {
            said.println("this is no Windows process");
            System.exit(2);
        }
        Path reports = Path.of(arguments[0]);
        List<String> named = new ArrayList<>();
        List<Path> roots = new ArrayList<>();
        for (String argument : List.of(arguments).subList(1, arguments.length)) {
            if (Files.isDirectory(Path.of(argument.replace('#', '_')))) {
                roots.add(Path.of(argument));
            } else {
                named.add(argument);
            }
        }
        Files.createDirectories(reports);
        // what the tests and the product print is for whoever looks for the reason of a failure
        PrintStream output = new PrintStream(Files.newOutputStream(reports.resolve("output.txt")), true, StandardCharsets.UTF_8);
        System.setOut(output);
        System.setErr(output);
        WindowsTests tests = new WindowsTests(said);
        Launcher launcher = LauncherFactory.create();
        launcher.execute(request(roots, named), tests);
        System.exit(tests.report(reports, roots) ? 0 : 1);
    }

    private static LauncherDiscoveryRequest request(List<Path> roots, List<String> named) {
        LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request();
        for (String name : named) {
            request.selectors(
                    name.contains("#") ? DiscoverySelectors.selectMethod(name) : DiscoverySelectors.selectClass(name));
        }
        return request.selectors(DiscoverySelectors.selectClasspathRoots(Set.copyOf(roots)))
                .filters(TagFilter.excludeTags(ELSEWHERE))
                .build();
    }

    @Override
    public void testPlanExecutionStarted(TestPlan whole) {
        plan = whole;
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        started.put(test.getUniqueId(), System.nanoTime());
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        add(test, "skipped", reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
            add(test, "skipped", trace(result.getThrowable().orElse(null)));
        } else if (result.getStatus() == TestExecutionResult.Status.FAILED) {
            add(test, "failure", trace(result.getThrowable().orElse(null)));
        } else if (test.isTest()) {
            add(test, "", "");
        }
    }

    private void add(TestIdentifier test, String kind, String text) {
        long now = System.nanoTime();
        double seconds = (now - started.getOrDefault(test.getUniqueId(), now)) / 1e9;
        String type = classOf(test);
        synchronized (classes) {
            classes.computeIfAbsent(type, any -> new ArrayList<>())
                    .add(new Outcome(test.getDisplayName(), seconds, kind, text));
        }
        if (!kind.isEmpty()) {
            said.println("  " + (kind.equals("skipped") ? "SKIPPED " : "FAILED  ") + type + " "
                    + test.getDisplayName() + ": " + brief(text));
        }
    }

    /** What a person needs first; the report has the rest. */
    private static String brief(String trace) {
        return trace.lines()
                .filter(line -> !line.startsWith("\tat ") || line.contains("at io.borealis"))
                .limit(12)
                .collect(Collectors.joining("\n    "));
    }

    private String classOf(TestIdentifier test) {
        TestSource source = test.getSource().orElse(null);
        if (source instanceof MethodSource method) {
            return method.getClassName();
        }
        if (source instanceof ClassSource type) {
            return type.getClassName();
        }
        return plan.getParent(test).map(this::classOf).orElse("JUnit");
    }

    private boolean report(Path folder, List<Path> roots) throws IOException {
        int tests = 0;
        int failed = 0;
        int skipped = 0;
        for (Map.Entry<String, List<Outcome>> type : classes.entrySet()) {
            List<Outcome> outcomes = type.getValue();
            int failures = count(outcomes, "failure");
            int skips = count(outcomes, "skipped");
            double seconds = outcomes.stream().mapToDouble(Outcome::seconds).sum();
            Files.writeString(
                    folder.resolve("TEST-windows-" + type.getKey() + ".xml"),
                    xml(type.getKey(), outcomes, failures, skips, seconds));
            said.printf("  %-62s %3d in %5.1f s%n", type.getKey(), outcomes.size(), seconds);
            tests += outcomes.size();
            failed += failures;
            skipped += skips;
        }
        for (Path root : roots) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(each -> each.toString().endsWith(WINDOWS_ALONE)).toList()) {
                    String name = root.relativize(file).toString().replace('\\', '.').replace(".class", "");
                    if (!classes.containsKey(name)) {
                        said.println("  NOT RUN " + name);
                        failed++;
                    }
                }
            }
        }
        said.println((tests - failed - skipped) + " passed, " + failed + " failed, " + skipped + " skipped");
        return failed == 0 && tests > 0;
    }

    private static int count(List<Outcome> outcomes, String kind) {
        return (int) outcomes.stream().filter(each -> each.kind().equals(kind)).count();
    }

    private static String xml(String type, List<Outcome> outcomes, int failures, int skips, double seconds) {
        StringBuilder text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
                .append("<testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" errors=\"0\" skipped=\"%d\" time=\"%.3f\">%n"
                        .formatted(escaped(type), outcomes.size(), failures, skips, seconds))
                .append("  <properties>\n");
        for (String property : List.of("os.name", "os.version", "java.version", "java.vm.name")) {
            text.append("    <property name=\"%s\" value=\"%s\"/>%n"
                    .formatted(property, escaped(System.getProperty(property))));
        }
        text.append("  </properties>\n");
        for (Outcome outcome : outcomes) {
            text.append("  <testcase name=\"%s\" classname=\"%s\" time=\"%.3f\""
                    .formatted(escaped(outcome.name()), escaped(type), outcome.seconds()));
            if (outcome.kind().isEmpty()) {
                text.append("/>\n");
            } else {
                text.append(">\n    <%1$s message=\"%2$s\">%3$s</%1$s>%n  </testcase>%n"
                        .formatted(
                                outcome.kind(),
                                escaped(outcome.text().lines().findFirst().orElse("")),
                                escaped(outcome.text())));
            }
        }
        return text.append("</testsuite>\n").toString();
    }

    private static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        if (thrown != null) {
            thrown.printStackTrace(new PrintWriter(text));
        }
        return text.toString();
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c == '<' || c == '&' || c == '>' || c == '"' || c == '\'' || c == '\n' || c == '\r' || c == '\t') {
                out.append("&#").append(c).append(';');
            } else if (c >= 0x20 && c != 0xFFFE && c != 0xFFFF) {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }
}
