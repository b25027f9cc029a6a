package io.borealis.network.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.network.Listener;
import io.borealis.network.ListenerSettings;
import io.borealis.network.Peer;
import io.borealis.protocol.tunnel.TunnelNetwork;
import io.borealis.protocol.tunnel.WireGuardKey;
import io.borealis.protocol.tunnel.WireGuardKeyPair;
import io.borealis.protocol.tunnel.WireGuardSecret;
import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.InputStreamReader;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Engine and agent need not share a process. */
final class InMemoryAcrossProcessesTest {

    private static final TunnelNetwork NETWORK = TunnelNetwork.parse("127.255.0.0/16");

    @Test
    void hearsAnAgentInAnotherProcess() throws Exception {
        byte[] secret = new byte[WireGuardKey.LENGTH];
        secret[0] = 7;
        int port = freePort();
        try (WireGuardKeyPair engine = WireGuardKeyPair.generate();
                WireGuardSecret presharedKey = WireGuardSecret.copyOf(secret);
                InMemoryHostNetwork host = new InMemoryHostNetwork();
                Listener listener = host.listen(
                        new ListenerSettings("Borealis Engine", port, NETWORK, 1420, engine.privateKey()))) {
            Process agent = startAgent();
            try (DataOutputStream toAgent = new DataOutputStream(agent.getOutputStream());
                    BufferedReader fromAgent = new BufferedReader(
                            new InputStreamReader(agent.getInputStream(), StandardCharsets.US_ASCII))) {
                toAgent.writeInt(port);
                toAgent.write(engine.publicKey().toBytes());
                toAgent.write(secret);
                toAgent.flush();
                WireGuardKey device = WireGuardKey.parse(fromAgent.readLine());
                listener.admit(new Peer(device, presharedKey, NETWORK.deviceAddress(0), Set.of()));
                await().atMost(Duration.ofSeconds(15)).until(() -> listener.peer(device)
                        .orElseThrow()
                        .lastHandshake()
                        .isPresent());
            }
            assertThat(agent.waitFor(15, TimeUnit.SECONDS)).isTrue();
            assertThat(agent.exitValue()).isZero();
        }
    }

    private static Process startAgent() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), AgentProcess.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static int freePort() throws Exception {
        try (DatagramSocket socket = new DatagramSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
