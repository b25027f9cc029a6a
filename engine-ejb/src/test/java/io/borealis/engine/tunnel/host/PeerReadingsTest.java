package io.borealis.engine.tunnel.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.borealis.engine.EngineTest;
import io.borealis.engine.TestAgent;
import io.borealis.engine.access.OperatorSession;
import io.borealis.network.HostNetworkException.Step;
import io.borealis.protocol.tunnel.WireGuardKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PeerReadingsTest extends EngineTest {

    private PeerReadings readings;
    private WireGuardKey key;
    private TestAgent agent;
    private OperatorSession ada;

    @BeforeEach
    void openTunnel() {
        readings = new PeerReadings(fixture.engine.host(), fixture.clock);
        agent = fixture.connectedAgent();
        ada = fixture.operator("ada");
        openUp(agent, ada);
        key = agent.tunnelPublicKey();
    }

    @Test
    void showsOneReadingToAllWhoLookWithinASecond() {
        assertThat(readings.of(key).orElseThrow().lastHandshake()).isPresent();
        broker().leave(ada, agent.id(), false);
        assertThat(fixture.admitted()).isEmpty();

        assertThat(readings.of(key)).isPresent();
        fixture.clock.advance(PeerReadings.FRESH);
        assertThat(readings.of(key)).isEmpty();
    }

    @Test
    void tellsNothingOfADriverThatCannotBeReadAndAsksAgain() {
        fixture.network.failNext(Step.READ_PEERS, 1450);
        assertThat(readings.of(key)).isEmpty();

        fixture.clock.advance(PeerReadings.FRESH);
        assertThat(readings.of(key)).isPresent();
    }
}
