package io.borealis.engine.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.borealis.engine.EngineFixture;
import io.borealis.engine.TestAgent;
import io.borealis.engine.access.OperatorSession;
import io.borealis.protocol.control.CloseReason;
import io.borealis.protocol.terminal.FromTerminal;
import io.borealis.protocol.terminal.TerminalSize;
import io.borealis.protocol.tunnel.EndReason;
import io.borealis.protocol.tunnel.TunnelId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TerminalsTest extends TerminalCase {
    @Test
    void carriesKeystrokesOutputSizeAndExitCode() {
        Attachment terminal = opened();
        terminal.input(bytes("echo grüß-日本\n"));
        await().until(() -> screen.text().contains("grüß-日本"));
        terminal.input(bytes("size\n"));
        await().until(() -> screen.text().contains("100x40"));
        terminal.resize(new TerminalSize(120, 50));
        terminal.input(bytes("size\n"));
        await().until(() -> screen.text().contains("120x50"));
        terminal.input(bytes("exit 7\n"));

        await().until(() -> screen.endings().size() == 1);
        assertThat(screen.openings()).isEqualTo(1);
        assertThat(screen.exits()).containsExactly(7);
        assertThat(screen.text()).contains("bye");
        await().until(() -> told(agent).stream().anyMatch(entry -> entry.startsWith("terminal_ended")));
        assertThat(told(agent).get(0)).contains("exit code 7");
    }

    @Test
    void stopsReadingWhileTheScreenIsBehindAndInterruptsAtOnce() {
        Attachment terminal = opened();
        terminal.input(bytes("flood\n"));
        await().until(() -> screen.size() >= FromTerminal.WINDOW_BYTES);
        await().during(Duration.ofMillis(300)).until(() -> server.isStalled());
        assertThat(screen.size()).isLessThan(FromTerminal.WINDOW_BYTES + 64 * 1024);

        terminal.input(new byte[] {3});
        await().until(server::wasInterrupted);
        long sentBefore = server.flooded();
        int drawn = screen.size();
        terminal.acknowledge(drawn);
        await().until(() -> screen.text().endsWith("^C\r\n$ "));
        // What was on its way, and the one chunk that was being written
        assertThat(server.flooded()).isLessThanOrEqualTo(sentBefore + ShellServer.CHUNK);
        assertThat(screen.size()).isLessThan(drawn + 256 * 1024);
    }

    @Test
    void goesOnWhenTheScreenCatchesUp() {
        Attachment terminal = opened();
        terminal.input(bytes("count 2000000\n"));
        int acknowledged = 0;
        while (screen.size() < 2_000_000) {
            int before = acknowledged;
            await().pollInterval(Duration.ofMillis(5)).until(() -> screen.size() > before);
            int size = screen.size();
            terminal.acknowledge(size - acknowledged);
            acknowledged = size;
        }
        await().until(() -> screen.text().endsWith("$ "));
    }

    @Test
    void endsWithItsTunnel() {
        opened();
        broker().leave(ada, agent.id(), false);

        await().until(() -> screen.endings().size() == 1);
        assertThat(screen.endings()).containsExactly(CloseReason.TUNNEL_ENDED);
        assertThat(screen.lastText()).isEqualTo(EndReason.OPERATOR_DISCONNECT.wireName());
    }

    @Test
    void endsOnceWhenClosed() {
        Attachment terminal = opened();
        terminal.close();
        terminal.close();
        terminal.input(bytes("echo late\n"));
        terminal.resize(TerminalSize.DEFAULT);

        await().until(() -> screen.endings().size() == 1);
        assertThat(screen.endings()).hasSize(1);
    }

    @Test
    void refusesADeviceWithAnotherKey() throws IOException {
        server.close();
        server = serve(TestAgent.newKeyPair());

        TerminalResult result = terminals().open(ada, tunnel, TerminalSize.DEFAULT, screen);
        assertThat(((TerminalResult.Failed) result).detail()).contains("another key than the one it enrolled with");
        assertThat(told(agent).get(0)).startsWith("terminal_refused");
    }

    @Test
    void waitsForADeviceThatListensAMomentAfterTheTunnelIsUp() throws IOException {
        server.close();
        CompletableFuture<TerminalResult> asked =
                CompletableFuture.supplyAsync(() -> terminals().open(ada, tunnel, TerminalSize.DEFAULT, screen));
        await().during(Duration.ofMillis(300)).until(() -> !asked.isDone());
        server = serve(agent.deviceKeyPair());

        assertThat(asked.join()).isInstanceOf(TerminalResult.Opened.class);
    }

    @Test
    void saysSoWhenNothingListens() throws IOException {
        server.close();

        TerminalResult result = terminals().open(ada, tunnel, TerminalSize.DEFAULT, screen);
        assertThat(((TerminalResult.Failed) result).detail()).contains("TCP 47002 does not answer: ");
    }

    @Test
    void opensOnlyForWhoeverSharesALiveTunnel() {
        TunnelId unknown = TunnelId.random();
        OperatorSession eve = fixture.operator("eve");

        assertThat(terminals().open(eve, tunnel, TerminalSize.DEFAULT, screen))
                .isEqualTo(new TerminalResult.NotYours(tunnel));
        assertThat(terminals().open(ada, unknown, TerminalSize.DEFAULT, screen))
                .isEqualTo(new TerminalResult.NoTunnel(unknown));
    }

    @Test
    void opensNoMoreThanItsBoundAndGivesPlacesBack() {
        List<Attachment> open = new ArrayList<>();
        for (int i = 0; i < Terminals.MOST_PER_TUNNEL; i++) {
            open.add(opened());
        }
        assertThat(terminals().open(ada, tunnel, TerminalSize.DEFAULT, screen))
                .isEqualTo(new TerminalResult.TooMany(Terminals.MOST_PER_TUNNEL));
        open.get(0).close();
        opened();
    }

    @Test
    void countsAsOperatorActivity() {
        Attachment terminal = opened();
        fixture.clock.advance(EngineFixture.IDLE.minusSeconds(5));
        terminal.input(bytes("echo still here\n"));
        await().until(() -> screen.text().contains("still here"));
        fixture.clock.advance(Duration.ofMinutes(1));
        fixture.engine.tunnels().sweep();

        assertThat(status(agent).status().isLive()).isTrue();
        assertThat(status(agent).idleDeadline().orElseThrow()).isAfter(fixture.clock.instant());
    }

    @Test
    void doesNotCountOutputAsOperatorActivity() {
        Attachment terminal = opened();
        terminal.input(bytes("flood\n"));
        await().until(() -> screen.size() >= FromTerminal.WINDOW_BYTES);
        Instant deadline = status(agent).idleDeadline().orElseThrow();
        fixture.clock.advance(Duration.ofMinutes(1));
        int drawn = screen.size();
        terminal.acknowledge(drawn);
        await().until(() -> screen.size() > drawn);

        // worked out anew from two clocks at each asking; the minute that passed is what counts
        assertThat(status(agent).idleDeadline().orElseThrow()).isCloseTo(deadline, within(1, ChronoUnit.SECONDS));
    }

    @Test
    void holdsInputBackWhileTheShellTakesNoneAndLosesNothing() {
        Attachment terminal = opened();
        terminal.input(bytes("busy\n"));
        terminal.input(bytes("length "));
        byte[] piece = bytes("x".repeat(64 * 1024));
        int typed = 0;
        while (!screen.isHeld()) {
            terminal.input(piece);
            typed += piece.length;
        }
        // What SSH had on its way, and then no more than the bound
        assertThat(typed).isLessThan(4 * 1024 * 1024);
        terminal.input(bytes("\n"));
        assertThat(screen.endings()).isEmpty();

        server.endBusy();
        await().until(() -> !screen.isHeld());
        String told = typed + " characters";
        await().until(() -> screen.text().contains(told));
        assertThat(screen.holds()).isEqualTo(1);
    }

    @Test
    void takesTheLargestMessageAtOnce() {
        Attachment terminal = opened();
        int most = FromTerminal.MAX_INPUT_BYTES;
        terminal.input(bytes("length " + "x".repeat(most - 8) + "\n"));
        await().until(() -> screen.text().contains((most - 8) + " characters"));
    }

    @Test
    void redeemsATicketOnceInTimeForItsTunnel() {
        TerminalTickets tickets = fixture.engine.tickets();
        String ticket = ((TicketResult.Issued) tickets.issue(ada, tunnel)).ticket();
        assertThat(tickets.redeem(ticket, tunnel)).contains(new TicketUse(ada, Optional.empty()));
        assertThat(tickets.redeem(ticket, tunnel)).isEmpty();

        String elsewhere = ((TicketResult.Issued) tickets.issue(ada, tunnel)).ticket();
        assertThat(tickets.redeem(elsewhere, TunnelId.random())).isEmpty();
        assertThat(tickets.redeem(elsewhere, tunnel)).isEmpty();

        String late = ((TicketResult.Issued) tickets.issue(ada, tunnel)).ticket();
        fixture.clock.advance(Duration.ofSeconds(30));
        assertThat(tickets.redeem(late, tunnel)).isEmpty();
        assertThat(tickets.issue(fixture.operator("eve"), tunnel)).isEqualTo(new TicketResult.NotYours(tunnel));
    }
}
