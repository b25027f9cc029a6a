package io.borealis.lab.access;

import static io.borealis.lab.host.Outpost.Reached.OPEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.lab.LabCase;
import io.borealis.lab.host.Outpost;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PortsIT extends LabCase {

    private static final int ALLOWED = 3389;
    private static final int OTHER = 8080;

    private Outpost engine;
    private Outpost device;

    @BeforeEach
    void listen() {
        engine = lab.engine().host().outpost();
        device = first.host().outpost();
        device.listen(ALLOWED);
        device.listen(OTHER);
        device.listenUdp(OTHER);
    }

    @AfterEach
    void leave() {
        engine.close();
        device.close();
    }

    @Test
    void letsAnAllowedPortAnswerThroughTheTunnelAndNoOther() {
        admin.permit(first.id(), List.of("tcp/" + ALLOWED)).expect(200);
        String address = addressOf(up(operator, first));

        assertThat(engine.reach(address, ALLOWED)).isEqualTo(OPEN);
        engine.hold("flow", address, ALLOWED);
        assertThat(engine.echoes("flow")).isTrue();
        assertThat(engine.reach(address, OTHER)).isNotEqualTo(OPEN);
        assertThat(engine.reachUdp(address, OTHER)).isNotEqualTo(OPEN);
    }

    @Test
    void opensAPortOnALiveTunnel() {
        String address = addressOf(up(operator, first));
        assertThat(engine.reach(address, OTHER)).isNotEqualTo(OPEN);

        admin.permit(first.id(), List.of("tcp/" + OTHER)).expect(200);

        await().atMost(Duration.ofSeconds(5)).until(() -> engine.reach(address, OTHER) == OPEN);
    }

    @Test
    void opensARangeOfUdpPorts() {
        admin.permit(first.id(), List.of("udp/" + (OTHER - 10) + "-" + (OTHER + 10)))
                .expect(200);
        String address = addressOf(up(operator, first));

        assertThat(engine.reachUdp(address, OTHER)).isEqualTo(OPEN);
        assertThat(engine.reach(address, OTHER)).isNotEqualTo(OPEN);
    }

    @Test
    void cutsALiveFlowWhenItsPortIsRevoked() {
        admin.permit(first.id(), List.of("tcp/" + ALLOWED, "tcp/" + OTHER)).expect(200);
        String address = addressOf(up(operator, first));
        engine.hold("revoked", address, ALLOWED);
        engine.hold("kept", address, OTHER);
        assertThat(engine.echoes("revoked")).isTrue();

        operator.permit(first.id(), List.of("tcp/" + OTHER)).expect(200);

        assertThat(engine.echoes("revoked")).isFalse();
        assertThat(engine.echoes("kept")).isTrue();
        assertThat(engine.reach(address, ALLOWED)).isNotEqualTo(OPEN);
    }

    @Test
    void cutsALiveFlowWhenTheCeilingOfItsSiteIsLowered() {
        admin.permit(first.id(), List.of("tcp/" + ALLOWED, "tcp/" + OTHER)).expect(200);
        String address = addressOf(up(operator, first));
        engine.hold("beyond", address, ALLOWED);
        engine.hold("below", address, OTHER);
        assertThat(engine.echoes("beyond")).isTrue();
        String ceiling = "/api/sites/"
                + admin.get("/api/devices/" + first.id())
                        .expect(200)
                        .json()
                        .path("site")
                        .path("site_id")
                        .asText() + "/ports";
        try {
            admin.put(ceiling, Map.of("ports", List.of("tcp/" + OTHER), "reason", "no remote desktop here"))
                    .expect(200);

            assertThat(engine.echoes("beyond")).isFalse();
            assertThat(engine.echoes("below")).isTrue();
            assertThat(engine.reach(address, ALLOWED)).isNotEqualTo(OPEN);
        } finally {
            admin.delete(ceiling).expect(200);
        }
    }

    @Test
    void cutsEverythingAtDisconnect() {
        admin.permit(first.id(), List.of("tcp/" + ALLOWED)).expect(200);
        String address = addressOf(up(operator, first));
        engine.hold("flow", address, ALLOWED);

        operator.disconnect(first.id()).expect(200);

        assertThat(engine.echoes("flow")).isFalse();
        assertThat(engine.reach(address, ALLOWED)).isNotEqualTo(OPEN);
    }

    @Test
    void letsNoDeviceReachAnotherDevice() {
        admin.permit(first.id(), List.of("tcp/" + ALLOWED)).expect(200);
        admin.permit(second.id(), List.of("tcp/" + ALLOWED)).expect(200);
        up(operator, first);
        String neighbour = addressOf(up(operator, second));
        try (Outpost other = second.host().outpost()) {
            other.listen(ALLOWED);
            assertThat(engine.reach(neighbour, ALLOWED)).isEqualTo(OPEN);

            assertThat(device.reach(neighbour, ALLOWED)).isNotEqualTo(OPEN);
            assertThat(device.reach(neighbour, 47002)).isNotEqualTo(OPEN);
        }
    }

    @Test
    void letsNoDeviceReachAPortOfTheEngineThroughTheTunnel() {
        admin.permit(first.id(), List.of("tcp/" + ALLOWED)).expect(200);
        up(operator, first);
        engine.listen(ALLOWED);
        engine.listen(OTHER);
        engine.listenUdp(OTHER);

        for (int port : new int[] {ALLOWED, OTHER, 8443, 9990, 22, 47002}) {
            assertThat(device.reach(engineAddress, port)).as("port %d", port).isNotEqualTo(OPEN);
        }
        assertThat(device.reachUdp(engineAddress, OTHER)).isNotEqualTo(OPEN);
        assertThat(device.reachUdp(engineAddress, 30000)).isNotEqualTo(OPEN);
    }

    @Test
    void letsNobodyOnTheDeviceSideReachTheTerminalButTheEngine() {
        up(operator, first);
        String underlay = first.cable().orElseThrow().leafAddress();

        assertThat(engine.reach(underlay, 47002)).isNotEqualTo(OPEN);
        assertThat(device.reach("127.0.0.1", 47002)).isNotEqualTo(OPEN);
    }
}
