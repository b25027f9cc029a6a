package io.borealis.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.lab.agent.LabAgent;
import io.borealis.lab.engine.Account;
import io.borealis.lab.engine.EngineClient;
import io.borealis.lab.host.Host;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Clocks that somebody sets by an hour, of the Engine and of a device. */
final class ClockFaults {

    static final List<Fault> ALL = List.of(
            Fault.ENGINE_CLOCK_FORWARD, Fault.ENGINE_CLOCK_BACK, Fault.DEVICE_CLOCK_FORWARD, Fault.DEVICE_CLOCK_BACK);

    private static final Duration STEP = Duration.ofHours(1);
    private static final Duration CLOSE = Duration.ofMinutes(1);

    private final FaultLab faults;
    private final LabAgent agent;

    private ClockFaults(FaultLab faults, LabAgent agent) {
        this.faults = faults;
        this.agent = agent;
    }

    /** Before anything runs on the host whose clock is to be set later. */
    static void makeMovable(Host host) {
        host.moveClock(Duration.ZERO);
    }

    static void tryAll(FaultLab faults, Columns columns, LabAgent agent) {
        ClockFaults clocks = new ClockFaults(faults, agent);
        columns.trial(Fault.ENGINE_CLOCK_FORWARD, () -> clocks.engine(STEP));
        columns.trial(Fault.ENGINE_CLOCK_BACK, () -> clocks.engine(STEP.negated()));
        columns.trial(Fault.DEVICE_CLOCK_FORWARD, () -> clocks.device(STEP));
        columns.trial(Fault.DEVICE_CLOCK_BACK, () -> clocks.device(STEP.negated()));
    }

    private void engine(Duration step) {
        Host host = faults.lab().engine().host();
        String tunnel = faults.up(agent);
        List<String> peers = faults.enginePeers();

        host.moveClock(step);
        try {
            seesTheTimeOf(step);
            Account admin = faults.lab().account("admin");
            assertThat(faults.lab()
                            .engine()
                            .client()
                            .tryLogin(admin.username(), admin.password())
                            .status())
                    .isEqualTo(200);
            // with a token from before
            faults.carriesACommand(agent, tunnel);
            assertThat(faults.enginePeers()).isEqualTo(peers);
            faults.tunnelsAreUsable(agent);
        } finally {
            host.moveClock(Duration.ZERO);
        }
        faults.tunnelsAreUsable(agent);
    }

    // The server takes the time for its answers anew once a second
    private void seesTheTimeOf(Duration step) {
        await().atMost(FaultLab.SOON).untilAsserted(() -> assertThat(
                        Duration.between(Instant.now().plus(step), engineTime()).abs())
                .isLessThan(CLOSE));
    }

    private Instant engineTime() throws Exception {
        EngineClient engine = faults.lab().engine().client();
        HttpResponse<String> answer = engine.http()
                .send(
                        HttpRequest.newBuilder(URI.create(engine.base() + "/")).build(),
                        HttpResponse.BodyHandlers.ofString());
        String date = answer.headers().firstValue("Date").orElseThrow();
        return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    }

    private void device(Duration step) {
        String tunnel = faults.up(agent);

        agent.host().moveClock(step);
        try {
            faults.carriesACommand(agent, tunnel);
            faults.tunnelsAreUsable(agent);
            String kept = faults.up(agent);
            newControlChannel();
            faults.carriesACommand(agent, kept);
            faults.tunnelsAreUsable(agent);
        } finally {
            agent.host().moveClock(Duration.ZERO);
        }
        faults.tunnelsAreUsable(agent);
    }

    private void newControlChannel() {
        int port = faults.lab().engine().httpsPort();
        Cut cut = Cut.tcp(agent.host(), port);
        try (cut) {
            faults.lab()
                    .engine()
                    .host()
                    .shell("ss --kill --tcp state established sport = :" + port)
                    .orThrow("ending the Engine's connections");
            await().atMost(FaultLab.SOON).until(() -> !faults.isConnected(agent));
        }
        faults.awaitConnected(agent);
    }
}
