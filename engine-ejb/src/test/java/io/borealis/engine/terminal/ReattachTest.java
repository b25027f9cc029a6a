package io.borealis.engine.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.engine.EngineFixture;
import io.borealis.engine.access.OperatorSession;
import io.borealis.protocol.control.CloseReason;
import io.borealis.protocol.terminal.FromTerminal;
import io.borealis.protocol.terminal.TerminalSize;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A terminal outlives its screen. */
class ReattachTest extends TerminalCase {
    private static final TerminalSize SIZE = new TerminalSize(100, 40);
    private static final int CYCLES = 1_000;

    private final RecordedScreen next = new RecordedScreen();

    private AttachResult attach(OperatorSession who, String id, long from) {
        return terminals().attach(who, tunnel, id, from, SIZE, next);
    }

    private Attachment attached(String id, long from) {
        return ((AttachResult.Attached) attach(ada, id, from)).attachment();
    }

    private void awaitTold(String row) {
        await().untilAsserted(() -> assertThat(told(agent)).anyMatch(line -> line.contains(row)));
    }

    @Test
    void goesOnWhereTheScreenWasCut() {
        Attachment first = opened();
        first.input(bytes("echo before\n"));
        await().until(() -> screen.text().endsWith("before\r\n$ "));
        long drawn = screen.size();
        first.detach(false);
        fixture.clock.advance(Duration.ofSeconds(59));
        terminals().sweep();

        Attachment second = attached(first.id(), drawn);
        second.input(bytes("echo after\n"));

        await().until(() -> next.text().contains("after\r\n$ "));
        assertThat(next.replay()).isEqualTo(new Replay(drawn, drawn, false, ""));
        assertThat(next.text()).doesNotContain("before");
        assertThat(screen.endings()).isEmpty();
        awaitTold("terminal_detached: terminal " + first.id() + ", waits for 60 seconds");
        awaitTold("terminal_reattached: terminal " + first.id());
    }

    @Test
    void showsEverythingAgainToAPageThatWasLoadedAnew() {
        Attachment first = opened();
        first.input(bytes("echo before\n"));
        await().until(() -> screen.text().endsWith("before\r\n$ "));
        first.detach(true);

        attached(first.id(), 0);

        assertThat(next.text()).isEqualTo(screen.text());
        assertThat(next.replay()).isEqualTo(new Replay(0, screen.size(), false, ""));
    }

    @Test
    void endsWhenNobodyComesBackInTime() {
        Attachment dropped = opened();
        Attachment left = opened();
        dropped.detach(false);
        left.detach(true);
        fixture.clock.advance(Duration.ofSeconds(5));
        terminals().sweep();
        assertThat(attach(ada, left.id(), 0)).isEqualTo(new AttachResult.Ended("nobody came back within 5 seconds"));
        awaitTold("terminal_ended: terminal " + left.id() + ", nobody came back within 5 seconds");

        fixture.clock.advance(Duration.ofSeconds(55));
        terminals().sweep();

        assertThat(attach(ada, dropped.id(), 0))
                .isEqualTo(new AttachResult.Ended("nobody came back within 60 seconds"));
        assertThat(next.openings()).isZero();
    }

    @Test
    void aFloodGoesOnWithoutAScreenAndTakesNoMoreThanItsBound() {
        Attachment first = opened();
        first.input(bytes("flood\n"));
        await().until(() -> screen.size() >= FromTerminal.WINDOW_BYTES);
        await().during(Duration.ofMillis(300)).until(() -> server.isStalled());

        first.detach(false);
        long before = server.flooded();
        await().until(() -> server.flooded() > before + 4L * FromTerminal.WINDOW_BYTES);
        Attachment second = attached(first.id(), screen.size());

        assertThat(next.replay().cut()).isTrue();
        assertThat(next.replay().liveFrom() - next.replay().offset()).isLessThanOrEqualTo(256 * 1024);
        // It is behind by all that it was given, and Ctrl-C works all the same
        second.input(new byte[] {3});
        await().until(server::wasInterrupted);
        second.acknowledge(next.size());
        await().until(() -> {
            second.acknowledge(next.size());
            return next.text().endsWith("^C\r\n$ ");
        });
    }

    @Test
    void tellsWhoComesBackHowTheShellEnded() {
        Attachment first = opened();
        first.input(bytes("echo before\n"));
        await().until(() -> screen.text().endsWith("before\r\n$ "));
        first.input(bytes("exit 7\n"));
        first.detach(false);
        awaitTold("terminal_ended: terminal " + first.id() + ", exit code 7");

        attach(ada, first.id(), 0);

        assertThat(next.text()).contains("before").endsWith("bye\r\n");
        assertThat(next.exits()).containsExactly(7);
        assertThat(next.endings()).containsExactly(CloseReason.TUNNEL_ENDED);
        assertThat(attach(ada, first.id(), 0)).isEqualTo(new AttachResult.Ended("exit code 7"));
    }

    @Test
    void forgetsAShellThatEndedUnseenWithItsGrace() {
        Attachment first = opened();
        first.input(bytes("exit 7\n"));
        first.detach(false);
        awaitTold("terminal_ended: terminal " + first.id() + ", exit code 7");
        fixture.clock.advance(Duration.ofSeconds(60));
        terminals().sweep();

        assertThat(attach(ada, first.id(), 0)).isEqualTo(new AttachResult.Ended("exit code 7"));
        assertThat(told(agent))
                .filteredOn(row -> row.startsWith("terminal_ended"))
                .hasSize(1);
    }

    @Test
    void aSecondScreenTakesOverAndTheFirstIsTold() {
        Attachment first = opened();
        first.input(bytes("echo before\n"));
        await().until(() -> screen.text().endsWith("before\r\n$ "));

        Attachment second = attached(first.id(), 0);
        assertThat(screen.endings()).containsExactly(CloseReason.TAKEN_OVER);
        int seen = screen.size();
        first.input(bytes("echo nobody\n"));
        first.acknowledge(1_000_000);
        first.detach(false);
        first.close();
        second.input(bytes("echo after\n"));

        await().until(() -> next.text().contains("after\r\n$ "));
        assertThat(next.text()).doesNotContain("nobody");
        assertThat(screen.size()).isEqualTo(seen);
    }

    @Test
    void isNothingToAnybodyElse() {
        OperatorSession bob = fixture.operator("bob");
        broker().open(bob, agent.id());
        OperatorSession adaElsewhere = fixture.operator("ada");
        broker().open(adaElsewhere, agent.id());
        String id = opened().id();

        for (OperatorSession other : List.of(bob, adaElsewhere)) {
            assertThat(attach(other, id, 0)).isEqualTo(new AttachResult.NoTerminal());
            assertThat(attach(other, "never-was", 0)).isEqualTo(new AttachResult.NoTerminal());
            assertThat(terminals().close(other, id)).contains(new AttachResult.NoTerminal());
            assertThat(fixture.engine.tickets().issue(tunnel, new TicketUse(other, Optional.of(id))))
                    .isEqualTo(new TicketResult.NoTerminal());
        }
        assertThat(screen.endings()).isEmpty();
        terminals().close(ada, id);
        assertThat(attach(bob, id, 0)).as("also when it has ended").isEqualTo(new AttachResult.NoTerminal());
        assertThat(fixture.engine.tickets().issue(tunnel, new TicketUse(ada, Optional.of(id))))
                .isEqualTo(new TicketResult.Ended("the terminal was closed"));
    }

    @Test
    void refusesAnOffsetThatNeverWasAndWaitsOn() {
        Attachment first = opened();
        await().until(() -> screen.text().endsWith("$ "));
        first.detach(false);

        assertThat(attach(ada, first.id(), screen.size() + 1)).isEqualTo(new AttachResult.NoSuchOffset(screen.size()));
        assertThat(attach(ada, first.id(), -1)).isEqualTo(new AttachResult.NoSuchOffset(screen.size()));
        attached(first.id(), screen.size());
    }

    @Test
    void endsWithoutAScreenWhenTheRightEnds() {
        Attachment ofLease = opened();
        ofLease.detach(false);
        broker().open(fixture.operator("bob"), agent.id());
        broker().leave(ada, agent.id(), false);
        assertThat(attach(ada, ofLease.id(), 0)).isNotInstanceOf(AttachResult.Attached.class);
        awaitTold("terminal_ended: terminal " + ofLease.id() + ", this session left the tunnel");

        broker().open(ada, agent.id());
        Attachment ofSession = opened();
        ofSession.detach(false);
        fixture.engine.sessions().signOut(ada);
        assertThat(attach(ada, ofSession.id(), 0)).isNotInstanceOf(AttachResult.Attached.class);
        // Its lease ends with the session, and whichever is told first is the reason
        awaitTold("terminal_ended: terminal " + ofSession.id());
    }

    @Test
    void isNoOperatorActivityWhileItWaitsNorWhenItIsAttachedTo() {
        Attachment first = opened();
        first.input(bytes("flood\n"));
        first.detach(false);
        fixture.clock.advance(Duration.ofSeconds(30));
        attached(first.id(), 0).detach(false);
        fixture.clock.advance(EngineFixture.IDLE.minusSeconds(29));
        fixture.engine.tunnels().sweep();

        await().until(() -> !status(agent).status().isLive());
    }

    @Test
    void keepsItsPlaceWhileItWaits() {
        for (int i = 0; i < Terminals.MOST_PER_TUNNEL; i++) {
            opened().detach(false);
        }
        assertThat(terminals().open(ada, tunnel, SIZE, next)).isInstanceOf(TerminalResult.TooMany.class);
        fixture.clock.advance(Duration.ofSeconds(60));
        terminals().sweep();
        opened();
    }

    @Test
    void costsNothingToDetachAndAttachAgainAndAgain() {
        Attachment attachment = opened();
        attachment.input(bytes("count 200000\n"));
        await().until(() -> screen.text().endsWith("\r\n$ "));
        attachment = cycle(attachment, CYCLES / 10);
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        long memory = usedMemory();

        attachment = cycle(attachment, CYCLES);

        assertThat(ManagementFactory.getThreadMXBean().getThreadCount()).isLessThanOrEqualTo(threads + 8);
        assertThat(usedMemory()).isLessThan(memory + 8 * 1024 * 1024);
        attachment.input(bytes("echo alive\n"));
        await().untilAsserted(() -> assertThat(told(agent)).anyMatch(row -> row.startsWith("terminal_reattached")));
        assertThat(told(agent)).hasSizeLessThan(60);
    }

    private Attachment cycle(Attachment first, int times) {
        Attachment attachment = first;
        for (int i = 0; i < times; i++) {
            attachment.detach(i % 2 == 0);
            attachment = ((AttachResult.Attached)
                            terminals().attach(ada, tunnel, first.id(), 0, SIZE, new RecordedScreen()))
                    .attachment();
        }
        return attachment;
    }

    private static long usedMemory() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
