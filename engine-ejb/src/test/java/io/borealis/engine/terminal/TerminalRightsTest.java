package io.borealis.engine.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.tunnel.LeaveResult;
import io.borealis.protocol.control.CloseReason;
import io.borealis.protocol.terminal.TerminalSize;
import io.borealis.protocol.tunnel.TunnelStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A terminal lives as long as the right that it was opened with. */
class TerminalRightsTest extends TerminalCase {
    @Test
    void endsWithTheLeaseAndLeavesThoseOfOthers() {
        OperatorSession bob = fixture.operator("bob");
        broker().open(bob, agent.id());
        Attachment mine = opened();
        RecordedScreen theirs = new RecordedScreen();
        TerminalResult.Opened other =
                (TerminalResult.Opened) terminals().open(bob, tunnel, TerminalSize.DEFAULT, theirs);
        Instant deadline = status(agent).idleDeadline().orElseThrow();
        fixture.clock.advance(Duration.ofMinutes(1));

        assertThat(broker().leave(ada, agent.id(), false)).isEqualTo(new LeaveResult.Left(tunnel, 1));
        mine.input(bytes("echo too late\n"));

        await().until(() -> screen.endings().equals(List.of(CloseReason.LEASE_ENDED)));
        await().until(() -> told(agent).get(0).startsWith("terminal_ended: terminal " + mine.id() + ", this session"));
        assertThat(screen.text()).doesNotContain("too late");
        // worked out anew from two clocks at each asking; the minute that passed is what counts
        assertThat(status(agent).idleDeadline().orElseThrow())
                .as("whoever has left keeps no tunnel alive")
                .isCloseTo(deadline, within(1, ChronoUnit.SECONDS));
        other.attachment().input(bytes("echo still here\n"));
        await().until(() -> theirs.text().contains("still here"));
        assertThat(theirs.endings()).isEmpty();
    }

    @Test
    void startsNoShellForWhoLeftWhileItConnected() throws IOException {
        broker().open(fixture.operator("bob"), agent.id());
        server.close();
        CompletableFuture<TerminalResult> asked =
                CompletableFuture.supplyAsync(() -> terminals().open(ada, tunnel, TerminalSize.DEFAULT, screen));
        await().during(Duration.ofMillis(200)).until(() -> !asked.isDone());
        broker().leave(ada, agent.id(), false);
        server = serve(agent.deviceKeyPair());

        assertThat(asked.join()).isEqualTo(new TerminalResult.NotYours(tunnel));
        assertThat(screen.openings()).isZero();
    }

    @Test
    void endsWithTheOperatorSession() {
        String ticket = ((TicketResult.Issued) fixture.engine.tickets().issue(ada, tunnel)).ticket();
        Attachment mine = opened();

        fixture.engine.sessions().signOut(ada);
        mine.input(bytes("echo too late\n"));

        await().until(() -> screen.endings().equals(List.of(CloseReason.UNAUTHORIZED)));
        assertThat(screen.text()).doesNotContain("too late");
        assertThat(fixture.engine.tickets().redeem(ticket, tunnel)).isEmpty();
        assertThat(terminals().open(ada, tunnel, TerminalSize.DEFAULT, new RecordedScreen()))
                .isNotInstanceOf(TerminalResult.Opened.class);
        awaitStatus(agent, TunnelStatus.DOWN);
        await().untilAsserted(() -> assertThat(told(agent))
                .anyMatch(row -> row.equals(
                        "terminal_ended: terminal " + mine.id() + ", the operator session ended: signed_out"))
                .anyMatch(row ->
                        row.startsWith("tunnel_ended: operator_disconnect: the operator session ended: signed_out")));
    }

    @Test
    void whoeverTypesIsSeenInHisSession() {
        Attachment mine = opened();
        Instant before = lastSeen();
        fixture.clock.advance(Duration.ofMinutes(20));
        assertThat(lastSeen()).isCloseTo(before, within(5, ChronoUnit.SECONDS));

        mine.input(bytes("\n"));

        assertThat(lastSeen()).isAfter(before.plus(Duration.ofMinutes(19)));
    }

    private Instant lastSeen() {
        return fixture.engine
                .sessions()
                .list(ada, false, false, Optional.empty(), 1)
                .orElseThrow()
                .items()
                .get(0)
                .lastSeenAt();
    }

    @Test
    void voidsTheTicketsOfALeaseThatEnded() {
        broker().open(fixture.operator("bob"), agent.id());
        String ticket = ((TicketResult.Issued) fixture.engine.tickets().issue(ada, tunnel)).ticket();
        broker().leave(ada, agent.id(), false);
        broker().open(ada, agent.id());

        assertThat(fixture.engine.tickets().redeem(ticket, tunnel))
                .as("a ticket does not outlive its lease, even when there is a new one")
                .isEmpty();
    }
}
