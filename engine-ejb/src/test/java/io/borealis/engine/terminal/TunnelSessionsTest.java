package io.borealis.engine.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Set;
import org.apache.sshd.common.session.Session;
import org.junit.jupiter.api.Test;

class TunnelSessionsTest extends TerminalCase {

    @Test
    void oneWaitsInATunnelThatIsUpAndTheNextTerminalIsGivenIt() {
        Set<Session> waiting = awaitSessions(1);

        opened();

        Set<Session> two = awaitSessions(2);
        assertThat(two).containsAll(waiting);
    }

    @Test
    void theOneThatWaitsGoesWithItsTunnel() {
        awaitSessions(1);

        fixture.engine.tunnels().broker().leave(ada, agent.id(), false);

        awaitSessions(0);
    }

    @Test
    void aTerminalEndsItsOwnAndLeavesTheOneThatWaits() {
        awaitSessions(1);
        Attachment terminal = opened();
        Set<Session> both = awaitSessions(2);

        terminal.close();

        assertThat(both).containsAll(awaitSessions(1));
    }

    @Test
    void oneThatBrokeUnseenCostsNobodyHisTerminal() throws Exception {
        awaitSessions(1);
        server.close();
        server = serve(agent.deviceKeyPair());

        opened();
    }

    private Set<Session> awaitSessions(int number) {
        await().until(() -> server.sessions().size() == number);
        return server.sessions();
    }
}
