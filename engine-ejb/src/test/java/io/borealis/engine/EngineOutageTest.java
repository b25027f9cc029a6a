package io.borealis.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.borealis.engine.access.LoginResult;
import io.borealis.engine.access.OperatorSession;
import io.borealis.persistence.DatabaseUnavailableException;
import io.borealis.protocol.control.CloseReason;
import io.borealis.protocol.control.ToEngine;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.TunnelStatus;
import java.nio.file.Files;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an Engine does while its database is out. */
class EngineOutageTest extends EngineTest {
    private OperatorSession operator() {
        return fixture.operator("ada");
    }

    @Test
    void touchesNoPeerAndTakesUpWhereItWas() {
        TestAgent agent = fixture.connectedAgent();
        TunnelId tunnel = openUp(agent, operator());

        fixture.served.goAway();
        fixture.clock.advance(EngineFixture.IDLE.plusSeconds(1));
        assertThatThrownBy(() -> fixture.engine.tunnels().sweep()).isInstanceOf(DatabaseUnavailableException.class);
        assertThatThrownBy(() -> broker().leave(operator(), agent.id(), false))
                .isInstanceOf(DatabaseUnavailableException.class);
        assertThat(fixture.admitted()).containsExactly(agent.tunnelPublicKey());

        fixture.served.comeBack();
        awaitAnswers();
        assertThat(status(agent).tunnelId()).contains(tunnel);
        assertThat(status(agent).status()).isEqualTo(TunnelStatus.UP);
        // what fell due meanwhile is done now
        fixture.engine.tunnels().sweep();
        awaitStatus(agent, TunnelStatus.DOWN);
        assertThat(told(agent)).anyMatch(line -> line.startsWith("tunnel_ended: idle_timeout"));
        assertThat(fixture.admitted()).isEmpty();
    }

    @Test
    void tellsAnAgentToTryAgain() {
        TestAgent agent = fixture.connectedAgent();
        openUp(agent, operator());

        fixture.served.goAway();
        agent.say(new ToEngine.TunnelDropped(agent.liveTunnel().orElseThrow(), "lost its adapter"));

        await().until(() -> agent.closings().contains(CloseReason.TRY_AGAIN));
    }

    @Test
    void writesDownAfterwardsThatAnAgentLeft() {
        TestAgent agent = fixture.connectedAgent();

        fixture.served.goAway();
        agent.loseChannel();
        fixture.served.comeBack();

        awaitAnswers();
        await().until(() -> told(agent).contains("agent_disconnected"));
    }

    @Test
    void usesUpNoAttemptOfARightPassword() throws Exception {
        String password = Files.readString(fixture.home.initialPassword()).strip();
        fixture.served.goAway();
        for (int i = 0; i < 50; i++) {
            assertThatThrownBy(() -> fixture.engine.operators().login("admin", password, "192.0.2.9"))
                    .isInstanceOf(DatabaseUnavailableException.class);
        }
        fixture.served.comeBack();
        awaitAnswers();

        assertThat(fixture.engine.operators().login("admin", password, "192.0.2.9"))
                .isInstanceOf(LoginResult.Granted.class);
    }

    private void awaitAnswers() {
        await().ignoreException(DatabaseUnavailableException.class)
                .until(() ->
                        fixture.engine.devices().page(fixture.everywhere, Optional.empty(), false, Optional.empty(), 1)
                                != null);
    }
}
