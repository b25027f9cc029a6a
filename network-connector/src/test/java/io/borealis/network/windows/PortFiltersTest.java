package io.borealis.network.windows;

import static io.borealis.network.windows.FilterLayer.ALE_AUTH_CONNECT_V4;
import static io.borealis.network.windows.FilterLayer.ALE_AUTH_CONNECT_V6;
import static io.borealis.network.windows.FilterLayer.ALE_AUTH_RECV_ACCEPT_V4;
import static io.borealis.network.windows.FilterLayer.ALE_AUTH_RECV_ACCEPT_V6;
import static io.borealis.network.windows.FilterLayer.IPFORWARD_V4;
import static io.borealis.network.windows.FilterLayer.IPFORWARD_V6;
import static io.borealis.network.windows.FilterRule.Verdict.BLOCK;
import static io.borealis.network.windows.FilterRule.Verdict.PERMIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.borealis.network.windows.FilterRule.Verdict;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.access.PortRule.Transport;
import io.borealis.protocol.tunnel.TunnelAddress;
import io.borealis.protocol.tunnel.TunnelNetwork;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rules, read back from the bytes that Windows gets. */
final class PortFiltersTest {

    private static final TunnelAddress DEVICE = TunnelAddress.parse("10.255.0.7");
    private static final TunnelAddress ENGINE = TunnelAddress.parse("10.255.0.1");

    private final PortFilters rules = new PortFilters(0x35_0000_0700_0000L);
    private final String onTheTunnel = "IP_LOCAL_INTERFACE = " + 0x35_0000_0700_0000L;

    @Test
    void blocksEverythingOnTheTunnelInBothDirectionsAndFamilies() {
        assertRules(rules.blockEverythingElseOnTheTunnel(), 0, BLOCK, true, onTheTunnel)
                .containsExactly(
                        ALE_AUTH_CONNECT_V4, ALE_AUTH_CONNECT_V6, ALE_AUTH_RECV_ACCEPT_V4, ALE_AUTH_RECV_ACCEPT_V6);
    }

    @Test
    void keepsTheTunnelNetworkInsideTheTunnel() {
        assertRules(
                        rules.blockTunnelPrefixElsewhere(TunnelNetwork.DEFAULT),
                        0,
                        BLOCK,
                        false,
                        "IP_REMOTE_ADDRESS = 10.255.0.0/16")
                .containsExactly(ALE_AUTH_CONNECT_V4, ALE_AUTH_RECV_ACCEPT_V4);
        assertRules(rules.blockEngineElsewhere(ENGINE), 0, BLOCK, false, "IP_REMOTE_ADDRESS = 10.255.0.1")
                .containsExactly(ALE_AUTH_CONNECT_V4, ALE_AUTH_RECV_ACCEPT_V4);
    }

    @Test
    void blocksForwardingByInterface() {
        List<FilterRule> all = rules.blockForwardingByInterface();
        assertRules(all.subList(0, 2), 0, BLOCK, true, onTheTunnel).containsExactly(IPFORWARD_V4, IPFORWARD_V6);
        assertRules(all.subList(2, 4), 0, BLOCK, true, onTheTunnel.replace("LOCAL", "FORWARD"))
                .containsExactly(IPFORWARD_V4, IPFORWARD_V6);
    }

    @Test
    void blocksForwardingByAddress() {
        List<FilterRule> prefix = rules.blockForwardingByPrefix(TunnelNetwork.DEFAULT);
        assertRules(prefix.subList(0, 1), 0, BLOCK, true, "IP_SOURCE_ADDRESS = 10.255.0.0/16")
                .containsExactly(IPFORWARD_V4);
        assertRules(prefix.subList(1, 2), 0, BLOCK, true, "IP_DESTINATION_ADDRESS = 10.255.0.0/16")
                .containsExactly(IPFORWARD_V4);
        List<FilterRule> engine = rules.blockForwardingOfEngine(ENGINE);
        assertRules(engine.subList(0, 1), 0, BLOCK, true, "IP_SOURCE_ADDRESS = 10.255.0.1")
                .containsExactly(IPFORWARD_V4);
        assertRules(engine.subList(1, 2), 0, BLOCK, true, "IP_DESTINATION_ADDRESS = 10.255.0.1")
                .containsExactly(IPFORWARD_V4);
    }

    @Test
    void permitsTheHostToTalkToItself() {
        assertRules(rules.permitLoopback(), 13, PERMIT, false, "FLAGS has 1").hasSize(4);
    }

    @Test
    void opensTheListenPortOutsideTheTunnelOnly() {
        assertRules(rules.permitListenPort(30000), 12, PERMIT, true, "IP_PROTOCOL = 17", "IP_LOCAL_PORT = 30000")
                .containsExactly(ALE_AUTH_RECV_ACCEPT_V4, ALE_AUTH_RECV_ACCEPT_V6);
        assertRules(
                        rules.blockListenPortInsideTheTunnel(30000),
                        14,
                        BLOCK,
                        true,
                        onTheTunnel,
                        "IP_PROTOCOL = 17",
                        "IP_LOCAL_PORT = 30000")
                .containsExactly(ALE_AUTH_RECV_ACCEPT_V4, ALE_AUTH_RECV_ACCEPT_V6);
    }

    @Test
    void permitsTheGrantedPortsOfADeviceInOneRulePerTransport() {
        FilterRule rule = rules.permitDevicePorts(
                DEVICE, Transport.TCP, Set.of(PortRule.tcp(3389), PortRule.parse("tcp/5985-5986"), PortRule.tcp(22)));
        assertRules(
                        List.of(rule),
                        10,
                        PERMIT,
                        false,
                        onTheTunnel,
                        "IP_PROTOCOL = 6",
                        "IP_REMOTE_ADDRESS = 10.255.0.7",
                        "IP_REMOTE_PORT = 22",
                        "IP_REMOTE_PORT = 3389",
                        "IP_REMOTE_PORT in 5985-5986")
                .containsExactly(ALE_AUTH_CONNECT_V4);
    }

    @Test
    void letsOnlyTheEngineInAndOverrulesWindowsFirewall() {
        FilterRule rule = rules.permitEngineToReach(ENGINE, Transport.UDP, Set.of(PortRule.udp(65535)));
        assertRules(
                        List.of(rule),
                        10,
                        PERMIT,
                        true,
                        onTheTunnel,
                        "IP_PROTOCOL = 17",
                        "IP_REMOTE_ADDRESS = 10.255.0.1",
                        "IP_LOCAL_PORT = 65535")
                .containsExactly(ALE_AUTH_RECV_ACCEPT_V4);
    }

    private static org.assertj.core.api.ListAssert<FilterLayer> assertRules(
            List<FilterRule> rules, int weight, Verdict verdict, boolean isFinal, String... conditions) {
        try (Arena arena = new Arena()) {
            List<InstalledFilter> read = rules.stream()
                    .map(rule ->
                            InstalledFilter.read(rule.write(arena, Role.ENGINE.provider(), Role.ENGINE.subLayer())))
                    .toList();
            assertThat(read).allSatisfy(filter -> {
                assertThat(filter.name()).startsWith("Borealis: ");
                assertThat(filter.provider()).isEqualTo(Role.ENGINE.provider());
                assertThat(filter.weight()).isEqualTo(weight);
                assertThat(filter.verdict()).isEqualTo(verdict);
                assertThat(filter.isFinal()).isEqualTo(isFinal);
                assertThat(filter.conditions()).containsExactly(conditions);
            });
            return assertThat(read.stream().map(InstalledFilter::layer).toList());
        }
    }
}
