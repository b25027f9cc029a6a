package io.borealis.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.lab.agent.LabAgent;
import io.borealis.lab.engine.Account;
import io.borealis.lab.engine.EngineReply;
import io.borealis.lab.host.Running;
import io.borealis.lab.run.Json;
import io.borealis.lab.run.LabException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A database that is late, and one that goes away under a live tunnel. */
final class DatabaseFaults {

    static final List<Fault> ALL = List.of(Fault.DATABASE_LATE, Fault.DATABASE_RESTARTED);

    private static final Duration FIRST_ANSWER = Duration.ofSeconds(5);
    private static final Duration READY_AFTER_RETURN = Duration.ofSeconds(60);
    private static final Duration A_SLOW_START = Duration.ofMinutes(5);
    private static final Duration A_PULSE = Duration.ofSeconds(31);
    private static final int MOST_LINES = 100;

    private DatabaseFaults() {}

    static void tryAll(FaultLab faults, Columns columns) {
        try (LabPostgres database = LabPostgres.of(faults.lab())) {
            database.start();
            ClockFaults.makeMovable(faults.lab().engine().host());
            ClockFaults.makeMovable(faults.lab().host("agent"));
            faults.lab().engine().start();
            LabAgent agent = faults.enroll("agent");
            columns.trial(Fault.DATABASE_RESTARTED, () -> {
                keepsATunnelWhileItsDatabaseIsRestarted(faults, database, agent);
                faults.tunnelsAreUsable(agent);
            });
            columns.trial(Fault.DATABASE_LATE, () -> {
                String tunnel = faults.up(agent);
                faults.lab().engine().stop();
                database.stop();
                servesByItselfWhenItsDatabaseIsLate(faults, database);
                faults.awaitConnected(agent);
                faults.isStillUp(agent, tunnel);
                faults.tunnelsAreUsable(agent);
            });
            ClockFaults.tryAll(faults, columns, agent);
            TunnelRows.areOpenedAndEndedOnce(database);
        }
    }

    private static void servesByItselfWhenItsDatabaseIsLate(FaultLab faults, LabPostgres database) throws Exception {
        Running script = faults.lab().engine().launch();
        await().atMost(A_SLOW_START)
                .untilAsserted(() ->
                        assertThat(loginStatus(faults)).as("status of a login").contains(503));
        faults.awaitReadiness(503);
        saysWhatAndWhen(faults);

        database.start();

        long back = System.nanoTime();
        faults.lab().engine().awaitServing(script);
        Duration ready = Duration.ofNanos(System.nanoTime() - back);
        System.out.println("a database that was late: served " + ready.toMillis() + " ms after its return");
        assertThat(ready).isLessThan(READY_AFTER_RETURN);
        faults.awaitReadiness(200);
    }

    private static void saysWhatAndWhen(FaultLab faults) throws IOException, InterruptedException {
        Account admin = faults.lab().account("admin");
        HttpResponse<String> login = faults.lab()
                .engine()
                .client()
                .http()
                .send(
                        HttpRequest.newBuilder(URI.create(
                                        faults.lab().engine().client().base() + "/api/auth/login"))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        Json.write(Map.of("username", admin.username(), "password", admin.password()))))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(login.statusCode()).isEqualTo(503);
        assertThat(login.headers().firstValue("Retry-After")).isPresent();
        assertThat(Json.read(login.body()).path("code").asText()).isEqualTo("database_unavailable");
    }

    private static void keepsATunnelWhileItsDatabaseIsRestarted(FaultLab faults, LabPostgres database, LabAgent agent)
            throws IOException {
        faults.admin().permit(agent.id(), List.of("tcp/3389")).expect(200);
        String tunnel = faults.up(agent);
        List<String> peers = faults.enginePeers();
        Path log = faults.lab().engine().log();
        long before = lines(log);
        List<Integer> logins = new ArrayList<>();

        database.stop();
        await().atMost(FaultLab.SOON).untilAsserted(() -> {
            loginStatus(faults).ifPresent(logins::add);
            faults.awaitReadiness(503);
        });
        EngineReply meanwhile = faults.operator().status(agent.id());
        assertThat(meanwhile.status()).isEqualTo(503);
        assertThat(meanwhile.field("code")).isEqualTo("database_unavailable");
        // a lot of sweeps and a pulse, each of which could spoil something, and more logins than a name may try
        long out = System.nanoTime();
        await().atMost(FaultLab.COME_BACK).pollInterval(Duration.ofMillis(500)).until(() -> {
            loginStatus(faults).ifPresent(logins::add);
            assertThat(faults.enginePeers()).isEqualTo(peers);
            return System.nanoTime() - out > A_PULSE.toNanos();
        });
        database.start();
        long back = System.nanoTime();
        await().atMost(FIRST_ANSWER).pollInterval(Duration.ofMillis(50)).until(() -> {
            Optional<Integer> status = loginStatus(faults);
            status.ifPresent(logins::add);
            return status.equals(Optional.of(200));
        });

        System.out.println(
                "first 200 after " + Duration.ofNanos(System.nanoTime() - back).toMillis() + " ms; logins meanwhile: "
                        + logins + "; lines in the log: " + (lines(log) - before));
        assertThat(logins).doesNotContain(401, 500);
        assertThat(lines(log) - before).isLessThan(MOST_LINES);
        faults.awaitReadiness(200);
        assertThat(faults.enginePeers()).isEqualTo(peers);
        faults.isStillUp(agent, tunnel);
        assertThat(faults.admin().get("/api/devices/" + agent.id() + "/ports").text())
                .contains("tcp/3389");
        try (var terminal = faults.operator().terminal(tunnel)) {
            terminal.type("echo back-$((6*7))\r");
            terminal.awaitOutput("back-42", FaultLab.SOON);
        }
    }

    private static Optional<Integer> loginStatus(FaultLab faults) {
        Account admin = faults.lab().account("operator");
        try {
            return Optional.of(faults.lab()
                    .engine()
                    .client()
                    .tryLogin(admin.username(), admin.password())
                    .status());
        } catch (LabException notYet) {
            return Optional.empty();
        }
    }

    private static long lines(Path log) throws IOException {
        try (var all = Files.lines(log, java.nio.charset.StandardCharsets.ISO_8859_1)) {
            return all.count();
        }
    }
}
