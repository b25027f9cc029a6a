package io.borealis.lab.bench;

import io.borealis.lab.host.Host;
import io.borealis.lab.host.Running;
import io.borealis.lab.run.LabException;
import io.borealis.lab.run.Until;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** OpenSSH beside the product, from the same host to the same device through the same tunnel: the baseline of a terminal. */
final class OpenSsh implements AutoCloseable {

    static final int PORT = 22;
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Host engine;
    private final Host device;
    private final String address;
    private final Path folder;
    private final Running server;

    /** @param address of the device in the tunnel, whose port 22 must be permitted */
    OpenSsh(Host engine, Host device, String address) {
        this.engine = engine;
        this.device = device;
        this.address = address;
        this.folder = device.files().resolve("openssh");
        try {
            Files.createDirectories(folder);
            Path settings = folder.resolve("sshd_config");
            for (String key : List.of("host", "user")) {
                Files.deleteIfExists(folder.resolve(key));
                device.shell("ssh-keygen -q -t ed25519 -N '' -f '" + folder.resolve(key) + "'")
                        .orThrow("making a key for OpenSSH");
            }
            Files.writeString(
                    settings,
                    String.join(
                                    "\n",
                                    "Port " + PORT,
                                    "ListenAddress " + address,
                                    "HostKey " + folder.resolve("host"),
                                    "AuthorizedKeysFile " + folder.resolve("user.pub"),
                                    "PermitRootLogin prohibit-password",
                                    "StrictModes no",
                                    "UsePAM no",
                                    "PrintMotd no",
                                    "PrintLastLog no",
                                    "PidFile none")
                            + "\n");
            device.shell("mkdir -p /run/sshd").orThrow("a folder for sshd");
            server = device.start("sshd", List.of("/usr/sbin/sshd", "-D", "-e", "-f", settings.toString()), Map.of());
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        Until.holds(
                () -> device.shell("ss -Hltn src " + address + ":" + PORT)
                        .text()
                        .contains(":" + PORT),
                LONGEST,
                () -> "sshd does not listen, see " + server.log());
    }

    /** The command with a pseudo terminal, or a login and the device's usual shell when there is none. */
    FarShell shell(String... command) {
        return start("-tt", command);
    }

    /** The command without a pseudo terminal: what the wire can carry. */
    FarShell plain(String... command) {
        return start("-T", command);
    }

    private FarShell start(String terminal, String... command) {
        List<String> words = new ArrayList<>(List.of(
                "ip",
                "netns",
                "exec",
                engine.shell("ip netns identify $$").text().strip(),
                "ssh",
                terminal,
                "-q",
                "-F",
                "none",
                "-i",
                folder.resolve("user").toString(),
                "-o",
                "StrictHostKeyChecking=no",
                "-o",
                "UserKnownHostsFile=/dev/null",
                "root@" + address));
        words.addAll(List.of(command));
        try {
            return new Client(
                    new ProcessBuilder(words).redirectErrorStream(true).start());
        } catch (IOException notStarted) {
            throw new LabException("ssh does not start", notStarted);
        }
    }

    @Override
    public void close() {
        server.stop();
        device.shell("pkill -P " + server.pid());
    }

    private static final class Client implements FarShell {

        private final Printed printed = new Printed();
        private final Process process;
        private final OutputStream typed;

        Client(Process process) {
            this.process = process;
            this.typed = process.getOutputStream();
            Thread reader = new Thread(this::read, "ssh-output");
            reader.setDaemon(true);
            reader.start();
        }

        private void read() {
            byte[] piece = new byte[64 * 1024];
            try (InputStream output = process.getInputStream()) {
                for (int count = output.read(piece); count >= 0; count = output.read(piece)) {
                    printed.add(piece, 0, count);
                }
            } catch (IOException ended) {
                // the client was ended, which is how a measurement ends
                process.destroy();
            }
        }

        @Override
        public void type(String text) {
            try {
                typed.write(text.getBytes(StandardCharsets.UTF_8));
                typed.flush();
            } catch (IOException gone) {
                throw new LabException("ssh takes nothing", gone);
            }
        }

        @Override
        public Printed printed() {
            return printed;
        }

        @Override
        public void close() {
            process.destroy();
            try {
                process.waitFor();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
