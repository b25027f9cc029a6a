package io.borealis.lab.bench;

import io.borealis.lab.agent.LabAgent;
import io.borealis.lab.host.Host;
import io.borealis.lab.host.Link;
import io.borealis.lab.host.Running;
import io.borealis.lab.run.LabException;
import io.borealis.lab.run.Until;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a person with {@code wg} at both ends would do by hand, without an Engine: the baseline of a connect. Uses the
 * same cable and the same user-space WireGuard as the lab's stand-in for the driver.
 */
final class BareWireGuard {

    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int PORT = 30999;

    private final Host engine;
    private final Host device;
    private final String endpoint;

    BareWireGuard(LabAgent agent) {
        Link cable = agent.cable().orElseThrow(() -> new LabException("no cable"));
        this.engine = cable.hub();
        this.device = agent.host();
        this.endpoint = cable.hubAddress() + ":" + PORT;
    }

    /** Times of adding the peer on both sides until the handshake is seen, in milliseconds. */
    List<Double> handshakes(int cycles) {
        Running hubDriver = engine.start("bare-wireguard", List.of("wireguard-go", "-f", "wgbh"), Map.of());
        Running leafDriver = device.start("bare-wireguard", List.of("wireguard-go", "-f", "wgbl"), Map.of());
        try {
            return handshakes(cycles, prepare(engine, "wgbh", "listen-port " + PORT), prepare(device, "wgbl", ""));
        } finally {
            hubDriver.stop();
            leafDriver.stop();
        }
    }

    private List<Double> handshakes(int cycles, String hub, String leaf) {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < cycles; i++) {
            times.add(Bench.timed(() -> {
                engine.shell("wg set wgbh peer '" + leaf + "' allowed-ips 10.254.0.2/32")
                        .orThrow("adding the peer");
                device.shell("wg set wgbl peer '" + hub + "' endpoint " + endpoint
                                + " allowed-ips 10.254.0.1/32 persistent-keepalive 25")
                        .orThrow("adding the peer");
                Until.holds(this::handshakeSeen, LONGEST, () -> "no handshake by hand");
            }));
            engine.shell("wg set wgbh peer '" + leaf + "' remove").orThrow("removing the peer");
            device.shell("wg set wgbl peer '" + hub + "' remove").orThrow("removing the peer");
        }
        return times;
    }

    private boolean handshakeSeen() {
        return device.shell("wg show wgbl latest-handshakes").text().strip().matches("\\S+\\s+[1-9][0-9]*");
    }

    private static String prepare(Host host, String name, String settings) {
        Until.holds(() -> host.shell("wg show " + name).succeeded(), LONGEST, () -> "wireguard-go does not start");
        return host.shell("key=$(wg genkey); echo \"$key\" | wg set " + name + " private-key /dev/stdin " + settings
                        + " && ip link set " + name + " up && echo \"$key\" | wg pubkey")
                .orThrow("setting up " + name)
                .strip();
    }
}
