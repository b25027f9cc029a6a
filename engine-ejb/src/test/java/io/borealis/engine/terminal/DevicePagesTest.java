package io.borealis.engine.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.terminal.DevicePages.OpenPage;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.EndReason;
import io.borealis.protocol.tunnel.TunnelStatus;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A tunnel ends with the last page that was at its device. */
class DevicePagesTest extends TerminalCase {
    private static final Duration WHILE = Duration.ofMillis(300);

    private static final UUID FIRST = UUID.randomUUID();

    private OpenPage page;

    @BeforeEach
    void aPageIsAtTheDevice() {
        page = connection(ada, FIRST);
    }

    private OpenPage pageOf(OperatorSession operator) {
        return connection(operator, UUID.randomUUID());
    }

    private OpenPage connection(OperatorSession operator, UUID which) {
        OpenPage opened = terminals().pages().opened(operator);
        opened.at(which, Set.of(agent.id()));
        return opened;
    }

    private void pass(long seconds) {
        fixture.clock.advance(Duration.ofSeconds(seconds));
        terminals().sweep();
    }

    private void staysUp() {
        await().during(WHILE).until(() -> status(agent).status() == TunnelStatus.UP);
    }

    private void ended() {
        awaitStatus(agent, TunnelStatus.DOWN);
        assertThat(status(agent).reason()).contains(EndReason.OPERATOR_DISCONNECT);
        assertThat(told(agent))
                .anyMatch(row -> row.startsWith("tunnel_ended: operator_disconnect: the page was closed; lived"));
    }

    @Test
    void waitsForAPageThatIsLoadedAnewAndNoLonger() {
        page.gone(true);
        pass(3);
        staysUp();

        pass(2);

        ended();
    }

    @Test
    void endsWithTheTerminalThatThePageShowed() {
        Attachment shown = opened();
        page.gone(true);
        shown.detach(true);

        pass(5);

        ended();
        await().untilAsserted(() -> assertThat(told(agent))
                .anyMatch(row ->
                        row.equals("terminal_ended: terminal " + shown.id() + ", nobody came back within 5 seconds")));
    }

    @Test
    void staysWithAPageThatWasLoadedAnew() {
        page.gone(true);
        OpenPage again = pageOf(ada);

        pass(60);

        staysUp();
        again.gone(true);
        pass(5);
        ended();
    }

    @Test
    void staysWithAnotherPageOfTheSession() {
        UUID second = UUID.randomUUID();
        OpenPage other = connection(ada, second);
        page.gone(true);
        pass(60);
        staysUp();

        other.at(second, Set.of());
        pass(5);

        ended();
    }

    @Test
    void staysWithATerminalOfTheSessionWhoeverShowsIt() {
        Attachment elsewhere = opened();
        page.gone(true);
        pass(60);
        staysUp();

        elsewhere.close();
        pass(0);

        ended();
    }

    @Test
    void staysWhenThePageMerelyLostItsConnection() {
        Attachment shown = opened();
        page.gone(false);
        shown.detach(false);

        pass(60);

        await().untilAsserted(() -> assertThat(told(agent))
                .anyMatch(row -> row.endsWith(shown.id() + ", nobody came back within 60 seconds")));
        pass(60);
        staysUp();
    }

    @Test
    void waitsForAPageThatLostItsConnectionBesideOneThatWasClosed() {
        OpenPage lost = pageOf(ada);
        lost.gone(false);
        page.gone(true);
        pass(50);
        staysUp();

        pass(10);

        ended();
    }

    @Test
    void knowsAPageAgainWhoseConnectionWasLost() {
        OpenPage again = connection(ada, FIRST);
        page.gone(false);
        again.gone(false);
        OpenPage last = connection(ada, FIRST);

        last.gone(true);
        pass(5);

        ended();
    }

    @Test
    void endsWhenTheTerminalTellsWhatItsPageCouldNot() {
        Attachment shown = opened();
        page.gone(false);
        pass(60);
        shown.detach(true);

        pass(5);

        ended();
    }

    @Test
    void keepsATunnelWithoutAnyPage() {
        page.at(FIRST, Set.of());
        pass(5);
        Attachment ofAScript = opened();
        ofAScript.detach(true);

        pass(5);

        await().untilAsserted(() -> assertThat(told(agent))
                .anyMatch(row -> row.endsWith(ofAScript.id() + ", nobody came back within 5 seconds")));
        pass(5);
        staysUp();
    }

    @Test
    void keepsATunnelThatIsHeld() {
        fixture.engine.tunnels().holds().hold(ada, tunnel, Duration.ofHours(1));
        page.gone(true);

        pass(5);

        staysUp();
    }

    @Test
    void leavesTheTunnelToOthers() {
        OperatorSession bob = fixture.operator("bob");
        broker().open(bob, agent.id());
        OpenPage theirs = pageOf(bob);
        page.gone(true);

        pass(5);

        await().untilAsserted(() -> assertThat(told(agent)).contains("tunnel_left: the page was closed"));
        assertThat(status(agent).operators()).containsExactly("bob");
        theirs.gone(true);
        pass(5);
        ended();
    }

    @Test
    void takesNothingFromAnotherSessionOfTheSamePerson() {
        OperatorSession script = fixture.operator("ada");
        broker().open(script, agent.id());
        page.gone(true);

        pass(5);

        await().untilAsserted(() -> assertThat(told(agent)).contains("tunnel_left: the page was closed"));
        staysUp();
    }

    @Test
    void knowsNoPageThatIsGone() {
        page.gone(true);
        page.at(FIRST, Set.of(agent.id()));

        pass(5);

        ended();
    }

    @Test
    void keepsWhatIsBeyondItsBound() {
        page.at(FIRST, Set.of());
        pass(5);
        Set<DeviceId> many = new HashSet<>();
        while (many.size() < DevicePages.MOST_OF_SESSION) {
            many.add(DeviceId.random());
        }
        page.at(FIRST, many);
        OpenPage beyond = pageOf(ada);
        beyond.gone(true);

        pass(5);

        staysUp();
    }
}
