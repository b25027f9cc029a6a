package io.borealis.lab.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.lab.LabCase;
import io.borealis.lab.Legs;
import io.borealis.lab.attack.RawConnection;
import io.borealis.lab.engine.EngineClient;
import io.borealis.lab.engine.TerminalClient;
import io.borealis.lab.run.Leg;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How long a terminal lives in which nothing moves. */
class LivenessIT extends LabCase {

    private static final Duration HALF_OPEN = Duration.ofSeconds(60);
    private static final Duration SLEEP = Duration.ofSeconds(110);
    private static final int TYPED = 16 * 1024 * 1024;

    /** All of them wait for long, so they wait at once. */
    @Test
    void quietAndHeldTerminalsLiveAndABrowserThatAnswersNoPingIsFound() throws IOException {
        Legs.only(Leg.QUICK, "what keeps a socket alive is the Engine's own Java and the browser's");
        String tunnel = up(operator, first).path("tunnel_id").asText();
        try (TerminalClient quiet = operator.terminal(tunnel);
                TerminalClient held = operator.terminal(tunnel);
                RawConnection halfOpen = RawConnection.open(lab.engine().client())) {
            quiet.terminalId();
            quiet.type("sleep " + SLEEP.toSeconds() + "; echo woke-$((6*7))\r");
            CompletableFuture<Void> typing = typeAtASleeper(held);
            long detached = linesOf("terminal_detached");
            long opened = linesOf("terminal_opened");
            upgrade(halfOpen, operator, tunnel);
            await().atMost(SOON).until(() -> linesOf("terminal_opened") > opened);

            await().atMost(HALF_OPEN).until(() -> linesOf("terminal_detached") > detached);
            assertThat(new String(halfOpen.input().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .as("the close frame says why")
                    .contains("silent for 40 seconds");

            quiet.awaitOutput("woke-42", SLEEP.plusSeconds(30));
            assertThat(quiet.closeCode()).isEmpty();
            typing.join();
            held.awaitOutput("got-" + TYPED, SOON);
            assertThat(held.closeCode()).isEmpty();
        }
    }

    /** More than everything on the way can hold, so the socket is not read until the shell wakes up. */
    private static CompletableFuture<Void> typeAtASleeper(TerminalClient terminal) {
        terminal.type("stty raw -echo; echo ready-$((6*7)); sleep " + SLEEP.toSeconds() + "; echo got-$(head -c "
                + TYPED + " | wc -c); stty sane\r");
        terminal.awaitOutput("ready-42", SOON);
        return CompletableFuture.runAsync(() -> terminal.type("x".repeat(TYPED)));
    }

    private static void upgrade(RawConnection connection, EngineClient who, String tunnel) throws IOException {
        URI base = who.base();
        connection.say("GET /ws/terminal/" + tunnel + "?ticket=" + who.terminalTicket(tunnel)
                + "&columns=80&rows=25 HTTP/1.1\r\nHost: " + base.getHost() + ":" + base.getPort()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n");
    }

    private long linesOf(String event) throws IOException {
        try (var lines = Files.lines(lab.engine().home().resolve("Engine/Logs/reverse_tunnel.log"))) {
            return lines.filter(line -> line.contains(" " + event + " ")).count();
        }
    }
}
