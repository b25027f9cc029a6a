package io.borealis.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.tunnel.OpenResult;
import io.borealis.engine.tunnel.TunnelBroker;
import io.borealis.engine.tunnel.TunnelView;
import io.borealis.persistence.activity.Activity;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.TunnelStatus;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test with a whole Engine. */
public abstract class EngineTest {
    @TempDir
    protected Path root;

    protected EngineFixture fixture;

    @BeforeEach
    void startEngine() {
        fixture = EngineFixture.start(root);
    }

    @AfterEach
    void stopEngine() {
        fixture.close();
    }

    protected final TunnelBroker broker() {
        return fixture.engine.tunnels().broker();
    }

    protected final TunnelView status(TestAgent agent) {
        return broker().status(fixture.everywhere, agent.id()).orElseThrow();
    }

    protected final TunnelId open(TestAgent agent, OperatorSession operator) {
        OpenResult result = broker().open(operator, agent.id());
        assertThat(result).isInstanceOf(OpenResult.Opened.class);
        return ((OpenResult.Opened) result).tunnel().tunnelId().orElseThrow();
    }

    /** Opens a tunnel and waits until it is up. */
    protected final TunnelId openUp(TestAgent agent, OperatorSession operator) {
        TunnelId tunnel = open(agent, operator);
        awaitStatus(agent, TunnelStatus.UP);
        return tunnel;
    }

    protected final void awaitStatus(TestAgent agent, TunnelStatus wanted) {
        await().until(() -> status(agent).status() == wanted);
    }

    /** What is written down about the device, the newest first, as {@code event: detail}. */
    protected final List<String> told(TestAgent agent) {
        return fixture.activityOf(agent.id()).stream()
                .map((Activity activity) -> activity.event()
                        + activity.detail().map(detail -> ": " + detail).orElse(""))
                .toList();
    }
}
