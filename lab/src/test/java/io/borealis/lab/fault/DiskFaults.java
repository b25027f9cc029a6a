package io.borealis.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.lab.agent.LabAgent;
import io.borealis.lab.host.Host;
import io.borealis.lab.host.Running;
import io.borealis.lab.run.LabException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** An Engine whose disk is full, and one whose database file somebody else holds. */
final class DiskFaults {

    static final List<Fault> ALL = List.of(Fault.LOG_FULL, Fault.DATABASE_FILE_FULL, Fault.DATABASE_FILE_LOCKED);

    private static final int MOST_LISTS = 600;

    private final FaultLab faults;
    private final Columns columns;
    private final Path data;
    private final Path logs;

    DiskFaults(FaultLab faults, Columns columns) {
        this.faults = faults;
        this.columns = columns;
        this.data = faults.lab().engine().home().resolve("Engine/Data");
        this.logs = faults.lab().engine().home().resolve("Engine/Logs");
    }

    void tryAll() {
        Host host = faults.lab().engine().host();
        // what runs already keeps seeing the folder below the disk
        host.powerOff();
        try (SmallDisk log = SmallDisk.under(host, logs, "1m");
                SmallDisk database = SmallDisk.under(host, data, "24m")) {
            host.boot();
            faults.lab().engine().start();
            LabAgent agent = faults.enroll("agent");
            columns.trial(Fault.LOG_FULL, () -> fullUnderTheLog(agent, log));
            columns.trial(Fault.DATABASE_FILE_FULL, () -> fullUnderTheDatabase(agent, database));
            columns.trial(Fault.DATABASE_FILE_LOCKED, () -> locked(agent));
            TunnelRows.areOpenedAndEndedOnce(faults.lab());
        }
    }

    private void fullUnderTheLog(LabAgent agent, SmallDisk disk) throws IOException {
        Path log = logs.resolve("reverse_tunnel.log");
        disk.fill();
        try {
            faults.tunnelsAreUsable(agent);
        } finally {
            disk.makeRoom();
        }
        long before = Files.size(log);
        faults.tunnelsAreUsable(agent);
        assertThat(Files.size(log)).isGreaterThan(before);
    }

    private void fullUnderTheDatabase(LabAgent agent, SmallDisk disk) {
        String tunnel = faults.up(agent);
        List<String> peers = faults.enginePeers();
        String[] acknowledged = {"tcp/1"};
        // a commit that was not answered may have been kept
        String[] refused = {"none"};
        faults.admin().permit(agent.id(), List.of(acknowledged[0])).expect(200);
        try {
            int[] port = {1};
            await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
                // a file that is closed and opened anew gives room back, and small rows find some in the file itself
                disk.fill();
                port[0] = port[0] % MOST_LISTS + 1;
                List<String> many = Stream.iterate(port[0] * 100, next -> next + 1)
                        .limit(40)
                        .map(number -> "tcp/" + number)
                        .toList();
                int status = faults.permitWithWords(agent, many);
                (status == 200 ? acknowledged : refused)[0] = many.get(0);
                assertThat(status).isEqualTo(503);
                assertThat(faults.readiness()).contains(503);
            });
            assertThat(faults.enginePeers()).isEqualTo(peers);
        } finally {
            disk.makeRoom();
        }
        faults.isStillUp(agent, tunnel);
        await().atMost(FaultLab.SOON).untilAsserted(() -> assertThat(faults.admin()
                        .get("/api/devices/" + agent.id() + "/ports")
                        .text())
                .containsAnyOf("\"" + acknowledged[0] + "\"", "\"" + refused[0] + "\""));
        faults.admin().permit(agent.id(), List.of()).expect(200);
        faults.tunnelsAreUsable(agent);
    }

    private void locked(LabAgent agent) throws IOException {
        String tunnel = faults.up(agent);
        faults.lab().engine().kill();
        Running holder = holdLock();
        Running script = faults.lab().engine().launch();
        try {
            await().atMost(FaultLab.COME_BACK)
                    .ignoreException(LabException.class)
                    // a server that ended answers nobody, and its log says why
                    .failFast(() -> assertThat(script.isAlive())
                            .as("the server runs; %s", faults.lastWordsOfTheEngine())
                            .isTrue())
                    .untilAsserted(() -> assertThat(faults.lab()
                                    .engine()
                                    .client()
                                    .tryLogin("admin", "whatever it is")
                                    .status())
                            .isEqualTo(503));
            faults.awaitReadiness(503);
        } finally {
            holder.kill();
        }
        faults.lab().engine().awaitServing(script);

        faults.awaitConnected(agent);
        faults.isStillUp(agent, tunnel);
        faults.tunnelsAreUsable(agent);
    }

    /** Another program of the same host locks the file. */
    private Running holdLock() {
        Host host = faults.lab().engine().host();
        Running holder = host.start(
                "holder",
                List.of(
                        host.java(),
                        "-cp",
                        host.nameOf(classes()),
                        FileHolder.class.getName(),
                        host.nameOf(data.resolve("borealis.mv.db"))),
                Map.of());
        await().atMost(FaultLab.SOON)
                .untilAsserted(() -> assertThat(Files.readString(holder.log())).contains(FileHolder.HELD));
        return holder;
    }

    private static Path classes() {
        try {
            return Path.of(FileHolder.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException noFolder) {
            throw new LabException("the tests are in no folder", noFolder);
        }
    }
}
