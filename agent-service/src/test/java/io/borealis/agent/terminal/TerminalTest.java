package io.borealis.agent.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.borealis.protocol.device.DeviceKey;
import io.borealis.protocol.terminal.TerminalCiphers;
import io.borealis.protocol.terminal.TerminalPort;
import io.borealis.protocol.tunnel.TunnelAddress;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("posix")
class TerminalTest extends TerminalCase {

    private static final TunnelAddress ADDRESS = TunnelAddress.parse("127.255.0.77");

    TerminalTest() {
        super(ADDRESS);
    }

    @Override
    ShellSettings shellIn(Path folder) {
        return new ShellSettings(List.of("/bin/bash", "--noprofile", "--norc"), folder, true, folder.resolve("native"));
    }

    @Test
    void saysThatItsPortIsTakenAndComesWhenItIsFree() throws Exception {
        TunnelAddress other = TunnelAddress.parse("127.255.0.78");
        BlockingQueue<LogRecord> said = new LinkedBlockingQueue<>();
        Handler listener = new RecordingHandler(said);
        Logger log = Logger.getLogger(Terminal.class.getName());
        log.addHandler(listener);
        try {
            try (ServerSocket taken = new ServerSocket(TerminalPort.NUMBER, 1, other.toInetAddress())) {
                terminal.prepare(DeviceKey.of(engine.getPublic()));
                terminal.open(other.toInetAddress());
                await().until(() -> said.stream().anyMatch(record -> record.getLevel() == Level.SEVERE));
                assertThat(said)
                        .filteredOn(record -> record.getLevel() == Level.SEVERE)
                        .singleElement()
                        .satisfies(record -> assertThat(record.getMessage())
                                .contains("port 47002 of 127.255.0.78", "netstat -ano", "comes by itself"));
                assertThat(taken.isBound()).isTrue();
            }
            await().until(() -> listens(other));
        } finally {
            log.removeHandler(listener);
        }
    }

    private static final class RecordingHandler extends Handler {

        private final BlockingQueue<LogRecord> records;

        RecordingHandler(BlockingQueue<LogRecord> records) {
            this.records = records;
        }

        @Override
        public void publish(LogRecord record) {
            records.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    void runsCommandsInAPseudoTerminal() throws Exception {
        try (TerminalClient client = client();
                TerminalClient.Shell shell = client.shell(100, 30)) {
            shell.type("tty; echo $((6*7))x\r");
            shell.expect("/dev/pts/");
            shell.expect("42x");
        }
    }

    @Test
    void printsForEnginesThatKnowOneCipherEach() throws Exception {
        for (NamedFactory<Cipher> cipher : TerminalCiphers.ciphers()) {
            try (TerminalClient client = TerminalClient.login(ADDRESS, engine, device, List.of(cipher));
                    TerminalClient.Shell shell = client.shell(100, 30)) {
                shell.type("head -c 200000 /dev/zero | base64 -w 0; echo $((6*7))x\r");
                shell.expect("42x");
                assertThat(client.session().getNegotiatedKexParameter(KexProposalOption.S2CENC))
                        .isEqualTo(cipher.getName());
                assertThat(shell.buffered()).isGreaterThan(266_000);
            }
        }
    }

    @Test
    void anEngineFromBeforeIsServedWithTheCipherThatItPrefers() throws Exception {
        List<NamedFactory<Cipher>> before = List.of(BuiltinCiphers.aes256gcm, BuiltinCiphers.aes128gcm);
        try (TerminalClient client = TerminalClient.login(ADDRESS, engine, device, before);
                TerminalClient.Shell shell = client.shell(100, 30)) {
            shell.type("echo $((6*7))x\r");
            shell.expect("42x");
            assertThat(client.session().getNegotiatedKexParameter(KexProposalOption.S2CENC))
                    .isEqualTo("aes256-gcm@openssh.com");
        }
    }

    @Test
    void presentsTheDeviceKeyAsItsHostKey() throws Exception {
        try (TerminalClient client = client()) {
            assertThat(DeviceKey.of(client.hostKey())).isEqualTo(DeviceKey.of(device.getPublic()));
        }
    }

    @Test
    void hasTheSizeOfTheWindowAndFollowsIt() throws Exception {
        try (TerminalClient client = client();
                TerminalClient.Shell shell = client.shell(100, 30)) {
            shell.type("stty size\r");
            shell.expect("30 100");
            shell.resize(133, 44);
            shell.type("stty size\r");
            shell.expect("44 133");
        }
    }

    @Test
    void takesAWindowWithoutSizeForAnOrdinaryOne() throws Exception {
        try (TerminalClient client = client();
                TerminalClient.Shell shell = client.shell(0, 0)) {
            shell.type("stty size\r");
            shell.expect("25 80");
        }
    }

    @Test
    void tellsTheExitCode() throws Exception {
        try (TerminalClient client = client();
                TerminalClient.Shell shell = client.shell(80, 25)) {
            shell.type("exit 7\r");
            assertThat(shell.awaitExit()).isEqualTo(7);
        }
    }

    @Test
    void exitsThoughAChildKeepsTheTerminalOpen() throws Exception {
        try (TerminalClient client = client();
                TerminalClient.Shell shell = client.shell(80, 25)) {
            shell.type("trap '' HUP; sleep 1000 & exit 3\r");
            assertThat(shell.awaitExit()).isEqualTo(3);
        }
    }

    @Test
    void interruptsAFloodAtOnce() throws Exception {
        try (TerminalClient client = client();
                TerminalClient.Shell shell = client.shell(80, 25)) {
            shell.type("yes flood\r");
            shell.expect("flood\r\nflood\r\nflood");
            shell.type("\u0003");
            shell.type("echo over-$((1+1))\r");
            shell.expect("over-2");
        }
    }

    @Test
    void stopsTheShellWhileNobodyReads() throws Exception {
        try (TerminalClient client = client();
                TerminalClient.Shell shell = client.shell(80, 25)) {
            shell.stopReading();
            shell.type("yes flood\r");
            await().during(Duration.ofMillis(500)).until(() -> shell.buffered() < 8 * 1024 * 1024);
            shell.type("\u0003");
            shell.readOn();
            shell.type("echo over-$((1+1))\r");
            shell.expect("over-2");
        }
    }

    @Test
    void keepsCharactersWholeWhereverTheyAreCut() throws Exception {
        try (TerminalClient client = client();
                TerminalClient.Shell shell = client.shell(80, 25)) {
            byte[] text = "printf '<%s>' 'ÄÖ日本🙂'\r".getBytes(UTF_8);
            for (byte one : text) {
                shell.type(new byte[] {one});
            }
            shell.expect("<ÄÖ日本🙂>");
        }
    }

    @Test
    void withholdsSecretsFromTheShell() {
        assertThat(ShellEnvironment.from(
                        java.util.Map.of(
                                "PATH", "/bin",
                                "BOREALIS_HOME", "x",
                                "GITHUB_TOKEN", "x",
                                "db_password", "x",
                                "JAVA_TOOL_OPTIONS", "x"),
                        true))
                .containsOnlyKeys("PATH");
    }

    @Test
    void refusesAnotherKey() throws Exception {
        KeyPair stranger = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        assertThatThrownBy(() -> client(stranger)).isInstanceOf(SshException.class);
    }

    @Test
    void givesNothingButAShell() throws Exception {
        try (TerminalClient client = client()) {
            assertThatThrownBy(() -> client.openCommand("id")).isInstanceOf(java.io.IOException.class);
            assertThatThrownBy(() -> client.openSubsystem("sftp")).isInstanceOf(java.io.IOException.class);
            assertThatThrownBy(() -> client.openTunnelTo("127.0.0.1", 22)).hasMessageContaining("direct-tcpip");
            assertThatThrownBy(() -> client.session()
                            .startRemotePortForwarding(
                                    new SshdSocketAddress("127.0.0.1", 0), SshdSocketAddress.LOCALHOST_ADDRESS))
                    .isInstanceOf(java.io.IOException.class);
        }
    }

    @Test
    void givesNoShellWithoutATerminal() throws Exception {
        try (TerminalClient client = client();
                TerminalClient.Shell shell = client.shellWithoutTerminal()) {
            shell.expect("a shell is given with a terminal only");
            assertThat(shell.awaitExit()).isEqualTo(126);
        }
    }

    @Test
    void givesSixteenShellsAndNoMore() throws Exception {
        try (TerminalClient client = client()) {
            List<TerminalClient.Shell> shells = new java.util.ArrayList<>();
            for (int i = 0; i < 16; i++) {
                TerminalClient.Shell shell = client.shell(80, 25);
                shell.expect("[$#] ");
                shells.add(shell);
            }
            try (TerminalClient second = client()) {
                assertThatThrownBy(second::openOneShellTooMany).isInstanceOf(java.io.IOException.class);
            }
            shells.get(0).type("exit\r");
            shells.get(0).awaitExit();
            await().untilAsserted(() -> {
                try (TerminalClient next = client();
                        TerminalClient.Shell shell = next.shell(80, 25)) {
                    shell.type("echo again-$((1+1))\r");
                    shell.expect("again-2");
                }
            });
            for (TerminalClient.Shell shell : shells) {
                shell.close();
            }
        }
    }

    @Test
    void endsEveryShellAndItsChildrenWithTheTunnel() throws Exception {
        try (TerminalClient client = client();
                TerminalClient.Shell shell = client.shell(80, 25)) {
            shell.type("sleep 4242 & (sleep 4243 &) ; echo started-$!-\r");
            String output = shell.expect("started-[0-9]+-");
            long child = Long.parseLong(output.replaceAll("(?s).*started-([0-9]+)-.*", "$1"));
            assertThat(ProcessHandle.of(child)).isPresent();
            terminal.close();
            await().until(() -> ProcessHandle.of(child).isEmpty());
            assertThatThrownBy(() -> new Socket(ADDRESS.toInetAddress(), TerminalPort.NUMBER).close())
                    .isInstanceOf(ConnectException.class);
        }
    }
}
