package io.borealis.agent.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.protocol.terminal.TerminalSize;
import io.borealis.protocol.tunnel.TunnelAddress;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A shell of Windows in winpty, through SSH as the Engine opens it. */
class TerminalOnWindows extends TerminalCase {

    private static final TunnelAddress ADDRESS = TunnelAddress.parse("127.255.0.78");
    private static final String CMD = System.getenv("SystemRoot") + "\\System32\\cmd.exe";

    /** Loaded once for the process, and locked as long as it lives: not in a folder that is removed after each test. */
    private static final Path NATIVES = Path.of(System.getProperty("java.io.tmpdir"), "terminal-natives");

    private final Set<Long> before = living();

    TerminalOnWindows() {
        super(ADDRESS);
    }

    @Override
    ShellSettings shellIn(Path folder) {
        return settings(folder);
    }

    private static ShellSettings settings(Path folder) {
        return new ShellSettings(List.of(CMD), folder, false, NATIVES);
    }

    @AfterEach
    @Override
    void stopTerminal() throws Exception {
        super.stopTerminal();
        awaitNothingLeft();
    }

    private static Set<Long> living() {
        return ProcessHandle.allProcesses().map(ProcessHandle::pid).collect(Collectors.toSet());
    }

    private Set<Long> fresh() {
        Set<Long> now = living();
        now.removeAll(before);
        return now;
    }

    private void awaitNothingLeft() {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() ->
                        assertThat(fresh()).as("processes that this test left").isEmpty());
    }

    @Test
    void runsCommandsAndTellsTheExitCode() throws Exception {
        try (TerminalClient client = client();
                TerminalClient.Shell shell = client.shell(100, 30)) {
            shell.type("set /a 6*7+1000000\r");
            shell.expect("1000042");
            shell.type("exit 7\r");
            assertThat(shell.awaitExit()).isEqualTo(7);
        }
    }

    @Test
    void survivesAWindowWithoutSizeAndEveryChangeOfIt() throws Exception {
        try (TerminalClient client = client();
                TerminalClient.Shell shell = client.shell(0, 0)) {
            shell.type("set /a 1+1000000\r");
            shell.expect("1000001");
            for (int[] size : new int[][] {{0, 0}, {1, 1}, {133, 44}, {5000, 5000}, {80, 25}}) {
                shell.resize(size[0], size[1]);
            }
            shell.type("set /a 2+1000000\r");
            shell.expect("1000002");
        }
    }

    @Test
    void keepsCharactersWholeWhateverTheCodePage() throws Exception {
        Path named = Files.createDirectory(home.resolve("Ü 日本"));
        Files.createFile(named.resolve("Ärger.txt"));
        try (TerminalClient client = client();
                TerminalClient.Shell shell = client.shell(100, 30)) {
            shell.type(("dir /b \"" + named + "\"\r").getBytes(UTF_8));
            shell.expect("\nÄrger\\.txt");
        }
    }

    @Test
    void endsTheShellWithAllItsDescendants() throws Exception {
        try (TerminalClient client = client();
                TerminalClient.Shell shell = client.shell(80, 25)) {
            startAFamily(shell);
            terminal.close();
            awaitNothingLeft();
        }
    }

    @Test
    void leavesNoChildBehindAShellThatWasLeft() throws Exception {
        try (TerminalClient client = client();
                TerminalClient.Shell shell = client.shell(80, 25)) {
            startAFamily(shell);
            shell.type("exit 3\r");
            assertThat(shell.awaitExit()).isEqualTo(3);
            awaitNothingLeft();
        }
    }

    /** A child whose parent is gone already, beside the shell: no list of descendants would find it. */
    private void startAFamily(TerminalClient.Shell shell) throws Exception {
        shell.type("set /a 3+1000000\r");
        shell.expect("1000003");
        int shellAlone = fresh().size();
        shell.type("start /b cmd /c start /b cmd /k\r");
        await().atMost(Duration.ofSeconds(60)).until(() -> fresh().size() > shellAlone);
    }

    @Test
    void diesWithAnAgentThatIsKilled() throws Exception {
        Process agent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        home.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = new BufferedReader(new InputStreamReader(agent.getInputStream(), UTF_8))) {
            assertThat(said.readLine()).isEqualTo(Victim.READY);
            assertThat(fresh()).hasSizeGreaterThan(2);
            agent.destroyForcibly();
            assertThat(agent.waitFor()).isNotZero();
            awaitNothingLeft();
        }
    }

    /** An agent with a shell and a child of it, until it is killed. */
    static final class Victim {

        static final String READY = "a shell and its child run";

        private Victim() {}

        public static void main(String[] arguments) throws Exception {
            PtyShell shell = PtyShell.start(settings(Path.of(arguments[0])), TerminalSize.DEFAULT);
            Thread reader = new Thread(
                    () -> {
                        try {
                            shell.output().transferTo(java.io.OutputStream.nullOutputStream());
                        } catch (java.io.IOException ended) {
                            System.err.println("the shell ended: " + ended);
                        }
                    },
                    "reader");
            reader.setDaemon(true);
            reader.start();
            long shellAlone = ProcessHandle.allProcesses().count();
            shell.input().write("start /b cmd /c start /b cmd /k\r".getBytes(UTF_8));
            shell.input().flush();
            await().until(() -> ProcessHandle.allProcesses().count() > shellAlone);
            System.out.println(READY);
            Thread.sleep(Long.MAX_VALUE);
        }
    }
}
