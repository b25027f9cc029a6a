package io.borealis.engine.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.engine.EngineFixture;
import io.borealis.engine.access.OperatorSession;
import io.borealis.protocol.control.CloseReason;
import io.borealis.protocol.terminal.FromTerminal;
import io.borealis.protocol.terminal.FromTerminal.Guest;
import io.borealis.protocol.terminal.FromTerminal.KeyboardRefused;
import io.borealis.protocol.terminal.FromTerminal.Watching;
import io.borealis.protocol.terminal.Leave;
import io.borealis.protocol.terminal.TerminalSize;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One terminal on several people's screens. */
class SharedTerminalTest extends SharedTerminalCase {
    private List<Guest> seenByAda() {
        TerminalsResult result = shared().list(ada, tunnel);
        return ((TerminalsResult.Found) result).terminals().get(0).guests();
    }

    private void awaitTold(String row) {
        await().untilAsserted(() -> assertThat(told(agent)).anyMatch(line -> line.contains(row)));
    }

    @Test
    void showsEverythingOnBothScreensAndTellsWhoIsThere() {
        own.input(bytes("echo before\n"));
        await().until(() -> screen.text().endsWith("before\r\n$ "));
        watching(Leave.WATCH);

        own.input(bytes("echo after\n"));

        await().until(() -> bobs.text().endsWith("after\r\n$ "));
        assertThat(bobs.text()).isEqualTo(screen.text());
        assertThat(bobs.last(Watching.class)).contains(new Watching("ada", Leave.WATCH, 100, 40));
        await().until(() -> screen.last(FromTerminal.Audience.class)
                .filter(word -> word.guests().equals(List.of(new Guest("bob", Leave.WATCH, 1))))
                .isPresent());
        assertThat(seenByAda()).containsExactly(new Guest("bob", Leave.WATCH, 1));
        awaitTold("terminal_shared: terminal " + own.id() + ", with bob, who may watch");
        awaitTold("terminal_watch_began: terminal " + own.id() + " of ada");
    }

    @Test
    void whoMayOnlyWatchIsToldWhenHeTypesAndTypesOnceHeMay() {
        Attachment attachment = watching(Leave.WATCH);
        attachment.input(bytes("echo nobody\n"));
        await().until(() -> bobs.last(KeyboardRefused.class)
                .equals(Optional.of(new KeyboardRefused(FromTerminal.Unheard.WATCHING))));

        share(Leave.TYPE);
        await().until(() -> bobs.last(Watching.class).orElseThrow().may() == Leave.TYPE);
        attachment.input(bytes("echo bob\n"));
        await().until(() -> screen.text().contains("bob\r\n$ "));

        share(Leave.WATCH);
        attachment.input(bytes("echo nobody\n"));
        own.input(bytes("echo end\n"));
        await().until(() -> screen.text().contains("end\r\n$ "));
        assertThat(screen.text()).doesNotContain("nobody");
        assertThat(bobs.endings()).isEmpty();
        awaitTold("terminal_keyboard_given: terminal " + own.id() + ", to bob");
        awaitTold("terminal_keyboard_taken: terminal " + own.id() + ", from bob");
    }

    @Test
    void takingBackEndsItsScreensAtOnceAndOnlyThose() {
        Attachment attachment = watching(Leave.TYPE);

        assertThat(shared().takeBack(ada, own.id(), "bob")).isEqualTo(new ShareResult.TakenBack());
        attachment.input(bytes("echo too late\n"));
        int seen = bobs.size();
        own.input(bytes("echo after\n"));

        await().until(() -> screen.text().contains("after\r\n$ "));
        await().until(() -> bobs.endings().equals(List.of(CloseReason.SHARE_ENDED)));
        assertThat(screen.text()).doesNotContain("too late");
        assertThat(bobs.size()).isEqualTo(seen);
        assertThat(watch(bob, 0, SIZE, new RecordedScreen())).isEqualTo(new AttachResult.NoTerminal());
        assertThat(shared().takeBack(ada, own.id(), "bob")).isEqualTo(new ShareResult.NotShared("bob"));
        assertThat(seenByAda()).isEmpty();
        awaitTold("terminal_watch_ended: terminal " + own.id() + " of ada: its owner took the terminal back");
        awaitTold("terminal_share_ended: terminal " + own.id() + ", with bob");
    }

    @Test
    void theSmallestScreenDecidesAndWhoOnlyWatchesNotBelowTheUsual() {
        Attachment attachment = watching(Leave.WATCH);
        attachment.resize(new TerminalSize(90, 10));
        assertThat(sizeOfShell()).isEqualTo("90x24");
        await().until(() -> bobs.last(Watching.class).orElseThrow().rows() == 24);

        share(Leave.TYPE);
        assertThat(sizeOfShell()).isEqualTo("90x10");
        own.resize(new TerminalSize(60, 50));
        assertThat(sizeOfShell()).isEqualTo("60x10");

        attachment.detach(false);
        assertThat(sizeOfShell()).isEqualTo("60x50");
        await().until(() ->
                screen.last(FromTerminal.Audience.class).orElseThrow().rows() == 50);
    }

    private String sizeOfShell() {
        int before = screen.size();
        own.input(bytes("size\n"));
        await().until(() -> screen.text().substring(before).contains("\r\n"));
        return screen.text().substring(before).split("\r\n")[0];
    }

    @Test
    void watchingEndsWithTheLeaseOrTheSessionOfWhoWatches() {
        watching(Leave.WATCH);
        broker().leave(bob, agent.id(), false);
        await().until(() -> bobs.endings().equals(List.of(CloseReason.LEASE_ENDED)));
        assertThat(watch(bob, 0, SIZE, new RecordedScreen())).isEqualTo(new AttachResult.NoTerminal());

        broker().open(bob, agent.id());
        RecordedScreen again = new RecordedScreen();
        assertThat(watch(bob, 0, SIZE, again)).isInstanceOf(AttachResult.Attached.class);
        fixture.engine.sessions().signOut(bob);
        await().until(() -> again.endings().size() == 1);
        assertThat(again.endings().get(0)).isIn(CloseReason.LEASE_ENDED, CloseReason.UNAUTHORIZED);
        assertThat(screen.endings()).isEmpty();
    }

    @Test
    void theEndOfTheTerminalIsToldToWhoWatchesWithItsLastWords() {
        watching(Leave.WATCH);
        own.input(bytes("exit 7\n"));

        await().until(() -> bobs.endings().equals(List.of(CloseReason.TERMINAL_ENDED)));
        assertThat(bobs.text()).endsWith("bye\r\n");
        assertThat(bobs.exits()).containsExactly(7);
        assertThat(bobs.lastText()).contains("exit code 7");
        assertThat(watch(bob, 0, SIZE, new RecordedScreen())).isEqualTo(new AttachResult.Ended("exit code 7"));
        awaitTold("terminal_watch_ended: terminal " + own.id() + " of ada: the terminal has ended");
    }

    @Test
    void theOwnersLeaseEndsItForEverybody() {
        watching(Leave.WATCH);
        broker().leave(ada, agent.id(), false);
        await().until(() -> bobs.endings().equals(List.of(CloseReason.TERMINAL_ENDED)));
    }

    @Test
    void refusesEachByItsOwnAnswerAndChangesNothing() {
        assertThat(watch(bob, 0, SIZE, bobs)).as("not shared").isEqualTo(new AttachResult.NoTerminal());
        assertThat(fixture.engine.tickets().issue(tunnel, new TicketUse(bob, Optional.of(own.id()))))
                .isEqualTo(new TicketResult.NoTerminal());
        assertThat(shared().share(bob, own.id(), "bob", Leave.TYPE)).isEqualTo(new ShareResult.NoTerminal());
        assertThat(shared().share(ada, own.id(), "nobody", Leave.TYPE))
                .isEqualTo(new ShareResult.NotInTunnel("nobody"));
        assertThat(shared().share(ada, own.id(), "ada", Leave.TYPE))
                .as("she has no other session there")
                .isEqualTo(new ShareResult.NotInTunnel("ada"));
        share(Leave.WATCH);
        assertThat(watch(bob, screen.size() + 1, SIZE, bobs)).isEqualTo(new AttachResult.NoSuchOffset(screen.size()));
        assertThat(watch(bob, -1, SIZE, bobs)).isEqualTo(new AttachResult.NoSuchOffset(screen.size()));
        OperatorSession eve = fixture.operator("eve");
        assertThat(watch(eve, 0, SIZE, bobs)).isEqualTo(new AttachResult.NoTerminal());
        assertThat(shared().list(eve, tunnel)).isEqualTo(new TerminalsResult.NotYours(tunnel));
        assertThat(shared().takeBack(bob, own.id(), "bob")).isEqualTo(new ShareResult.NoTerminal());
        assertThat(terminals().close(bob, own.id())).contains(new AttachResult.NoTerminal());
        assertThat(bobs.words()).isEmpty();
        assertThat(seenByAda()).containsExactly(new Guest("bob", Leave.WATCH, 0));
    }

    @Test
    void aNewerSocketOfTheSameSessionTakesOverAndSoManySeeItAtOnce() {
        watching(Leave.WATCH);
        RecordedScreen next = new RecordedScreen();
        watch(bob, bobs.size(), SIZE, next);
        await().until(() -> bobs.endings().equals(List.of(CloseReason.TAKEN_OVER)));
        assertThat(next.replay().offset()).isEqualTo(bobs.size());
        for (int i = 1; i < Watchers.MOST_PER_TERMINAL; i++) {
            assertThat(watch(anotherOfBob(), 0, SIZE, new RecordedScreen())).isInstanceOf(AttachResult.Attached.class);
        }

        assertThat(watch(anotherOfBob(), 0, SIZE, new RecordedScreen()))
                .isEqualTo(new AttachResult.TooMany(Watchers.MOST_PER_TERMINAL));
        assertThat(next.endings()).isEmpty();
    }

    private OperatorSession anotherOfBob() {
        OperatorSession another = fixture.operator("bob");
        broker().open(another, agent.id());
        return another;
    }

    @Test
    void whoTypesKeepsTheTunnelAndWhoWatchesDoesNot() {
        Attachment attachment = watching(Leave.TYPE);
        fixture.clock.advance(EngineFixture.IDLE.minusSeconds(5));
        attachment.input(bytes("echo bob\n"));
        await().until(() -> bobs.text().contains("bob\r\n$ "));
        fixture.clock.advance(Duration.ofSeconds(10));
        fixture.engine.tunnels().sweep();
        assertThat(status(agent).status().isLive()).isTrue();

        own.acknowledge(1);
        attachment.acknowledge(1);
        fixture.clock.advance(EngineFixture.IDLE);
        fixture.engine.tunnels().sweep();
        await().until(() -> !status(agent).status().isLive());
        await().until(() -> bobs.endings().equals(List.of(CloseReason.TERMINAL_ENDED)));
    }

    @Test
    void goesOnForWhoWatchesWhileTheOwnerIsAway() {
        Attachment attachment = watching(Leave.TYPE);
        own.detach(false);
        attachment.input(bytes("echo alone\n"));
        await().until(() -> bobs.text().contains("alone\r\n$ "));

        RecordedScreen back = new RecordedScreen();
        assertThat(watch(ada, screen.size(), SIZE, back)).isInstanceOf(AttachResult.Attached.class);
        assertThat(back.text()).contains("alone");
        assertThat(back.last(FromTerminal.Audience.class)).isPresent();
    }
}
