package io.borealis.agent.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.protocol.control.CloseReason;
import io.borealis.protocol.control.ControlCodec;
import io.borealis.protocol.control.ToAgent;
import io.borealis.protocol.control.ToEngine;
import io.borealis.protocol.tunnel.EndReason;
import io.borealis.protocol.tunnel.TunnelId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineSessionTest {

    private static final UUID RUN = UUID.randomUUID();

    @TempDir
    static Path folder;

    private static TestCertificates certificates;

    private final ControlCodec codec = new ControlCodec();
    private final EngineClock clock = new EngineClock();
    private final List<ToAgent> received = new CopyOnWriteArrayList<>();
    private final List<Instant> asserted = new CopyOnWriteArrayList<>();
    private final TunnelId tunnel = TunnelId.random();
    private volatile TestEngineServer.Answer answer =
            new TestEngineServer.Answer(200, "{\"access_token\":\"opens\",\"expires_in\":300}");
    private TestEngineServer server;
    private EngineSession session;
    private Thread runner;

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates = new TestCertificates(folder, "dns:localhost");
    }

    @BeforeEach
    void startSession() throws Exception {
        server = new TestEngineServer(certificates, (what, body) -> answer);
        session = new EngineSession(
                new EngineApi(server.url("localhost"), EngineTrust.ofCa(certificates.caPem()), clock),
                clock,
                Duration.ofSeconds(60),
                () -> new ToEngine.Hello(1, 1, RUN, "test", "host", "os", Optional.of(tunnel)),
                now -> {
                    asserted.add(now);
                    return "assertion";
                },
                received::add);
        runner = new Thread(
                () -> {
                    try {
                        session.run();
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                    }
                },
                "session");
        runner.start();
    }

    @AfterEach
    void stopSession() throws Exception {
        session.close();
        runner.join();
        server.close();
    }

    private TestEngineServer.Channel welcomed() throws Exception {
        TestEngineServer.Channel channel = server.channel();
        assertThat(codec.decodeToEngine(channel.text())).isInstanceOf(ToEngine.Hello.class);
        channel.send(codec.encode(new ToAgent.Welcome(1, Instant.now())));
        await().until(session::isConnected);
        return channel;
    }

    @Test
    void saysHelloWithItsTokenAndItsTunnel() throws Exception {
        TestEngineServer.Channel channel = server.channel();
        assertThat(channel.authorization()).isEqualTo("Bearer opens");
        assertThat(codec.decodeToEngine(channel.text()))
                .isEqualTo(new ToEngine.Hello(1, 1, RUN, "test", "host", "os", Optional.of(tunnel)));
        assertThat(session.isConnected()).isFalse();
    }

    @Test
    void carriesMessagesBothWaysAfterTheWelcome() throws Exception {
        TestEngineServer.Channel channel = welcomed();
        ToAgent.DropTunnel drop = new ToAgent.DropTunnel(tunnel, EndReason.IDLE_TIMEOUT);
        channel.send(codec.encode(drop));
        await().until(() -> received.contains(drop));
        for (int i = 0; i < 50; i++) {
            session.send(new ToEngine.TunnelDropped(tunnel, "message " + i));
        }
        for (int i = 0; i < 50; i++) {
            assertThat(channel.text()).contains("message " + i);
        }
    }

    @Test
    void takesOverTheEnginesTime() throws Exception {
        TestEngineServer.Channel channel = server.channel();
        Instant engineTime = Instant.now().plus(Duration.ofHours(5));
        channel.send(codec.encode(new ToAgent.Welcome(1, engineTime)));
        await().until(() -> Duration.between(engineTime, clock.instant()).toSeconds() >= 0);
    }

    @Test
    void takesOverTheEnginesTimeAgainWhenItsClockWasSet() throws Exception {
        TestEngineServer.Channel channel = welcomed();
        Instant engineTime = Instant.now().minus(Duration.ofHours(2));
        channel.send(codec.encode(new ToAgent.Welcome(1, engineTime)));
        await().until(() -> Duration.between(engineTime, clock.instant()).toMinutes() < 1);
        ToAgent.DropTunnel drop = new ToAgent.DropTunnel(tunnel, EndReason.IDLE_TIMEOUT);
        channel.send(codec.encode(drop));
        await().until(() -> received.contains(drop));
    }

    @Test
    void closesOnWhatItDoesNotUnderstand() throws Exception {
        welcomed().send("{\"type\":\"reboot\"}");
        assertThat(codec.decodeToEngine(server.channel().text())).isInstanceOf(ToEngine.Hello.class);
        assertThat(received).isEmpty();
    }

    @Test
    void acceptsNothingBeforeTheWelcome() throws Exception {
        TestEngineServer.Channel channel = server.channel();
        channel.send(codec.encode(new ToAgent.DropTunnel(tunnel, EndReason.ERROR)));
        assertThat(channel.closeCode()).isEqualTo(CloseReason.MALFORMED_MESSAGE.code());
        assertThat(received).isEmpty();
    }

    @Test
    void closesWhenTheVersionsDoNotMeet() throws Exception {
        TestEngineServer.Channel channel = server.channel();
        channel.send(codec.encode(new ToAgent.Welcome(99, Instant.now())));
        assertThat(channel.closeCode()).isEqualTo(CloseReason.INCOMPATIBLE_VERSION.code());
    }

    @Test
    void comesBackAfterALostConnection() throws Exception {
        welcomed().cut();
        await().until(() -> !session.isConnected());
        session.send(new ToEngine.TunnelDropped(tunnel, "nobody hears this"));
        welcomed();
    }

    @Test
    void comesBackSoonWhenTheServerAnswersBeforeTheEngineInIt() throws Exception {
        TestEngineServer.Channel channel = welcomed();
        TestEngineServer.Answer granted = answer;
        answer = new TestEngineServer.Answer(404, "<html>404</html>");
        channel.cut();
        int before = asserted.size();
        await().until(() -> asserted.size() > before);
        answer = granted;
        welcomed();
    }

    @Test
    void saysGoodbyeAndWhatWaited() throws Exception {
        TestEngineServer.Channel channel = welcomed();
        session.send(new ToEngine.TunnelDropped(tunnel, "last words"));
        session.close();
        assertThat(channel.text()).contains("last words");
        assertThat(channel.closeCode()).isEqualTo(1000);
    }

    @Test
    void asksAgainAtOnceWhenItsClockWasWrong() throws Exception {
        welcomed().cut();
        server.tellDate("Sun, 22 Nov 2037 10:00:00 GMT");
        answer = new TestEngineServer.Answer(401, "{\"detail\":\"expired\"}");
        await().until(() -> asserted.stream().anyMatch(time -> time.isAfter(Instant.parse("2037-11-22T09:00:00Z"))));
    }
}
