package io.borealis.lab.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.borealis.lab.LabCase;
import io.borealis.lab.engine.TerminalClient;
import io.borealis.lab.host.PacketCapture;
import io.borealis.lab.host.PacketCapture.Packet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CaptureIT extends LabCase {

    @Test
    void showsWireGuardOnUdp30000AndNothingOfTheTerminal() {
        String secret = "capture-" + UUID.randomUUID();
        try (PacketCapture capture = first.capture("capture")) {
            JsonNode tunnel = up(operator, first);
            try (TerminalClient terminal =
                    operator.terminal(tunnel.path("tunnel_id").asText())) {
                terminal.type("echo " + secret + "-$((6*7))\r");
                terminal.awaitOutput(secret + "-42", SOON);
            }
            List<Packet> packets = capture.packets();
            List<Packet> tunnelPackets = packets.stream()
                    .filter(packet -> packet.touches("udp", 30000))
                    .toList();

            assertThat(tunnelPackets).hasSizeGreaterThan(10).allMatch(Packet::isWireGuard);
            assertThat(tunnelPackets).anyMatch(packet -> packet.payload()[0] == 1);
            assertThat(tunnelPackets).anyMatch(packet -> packet.payload()[0] == 2);
            assertThat(packets)
                    .as("beside the tunnel there is the control channel alone")
                    .filteredOn(packet -> !packet.touches("udp", 30000))
                    .allMatch(packet -> packet.touches("tcp", lab.engine().httpsPort()));
            assertThat(capture.shows(secret)).isFalse();
        }
    }
}
