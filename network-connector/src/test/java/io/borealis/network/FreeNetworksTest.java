package io.borealis.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.borealis.network.NetworkUse.Kind;
import io.borealis.protocol.tunnel.TunnelAddress;
import io.borealis.protocol.tunnel.TunnelNetwork;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class FreeNetworksTest {

    private static List<NetworkUse> routes(String... networks) {
        return Stream.of(networks)
                .map(network -> NetworkUse.of(Kind.ROUTE, TunnelNetwork.parse(network)))
                .toList();
    }

    private static List<String> free(String network, List<NetworkUse> used) {
        return FreeNetworks.like(TunnelNetwork.parse(network), used).stream()
                .map(TunnelNetwork::toString)
                .toList();
    }

    @Test
    void offersTwoOfDifferentBlocks() {
        assertThat(free("10.255.0.0/16", routes("10.255.3.0/24"))).containsExactly("10.254.0.0/16", "172.31.0.0/16");
    }

    @Test
    void leavesABlockAloneThatIsTakenAsAWhole() {
        assertThat(free("10.255.0.0/16", routes("10.0.0.0/8", "172.31.5.0/24")))
                .containsExactly("172.30.0.0/16", "100.127.0.0/16");
    }

    @Test
    void offersTwoOfTheOnlyBlockThatIsFree() {
        assertThat(free("10.255.0.0/16", routes("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")))
                .containsExactly("100.127.0.0/16", "100.126.0.0/16");
    }

    @Test
    void offersNothingWhereNothingIsFree() {
        List<NetworkUse> everything = routes("10.0.0.0/8", "172.16.0.0/12", "100.64.0.0/10", "192.168.0.0/16");
        assertThat(free("10.255.0.0/16", everything)).isEmpty();
        NetworkUse route = everything.get(0);
        assertThat(NetworkOverlap.onEngine(TunnelNetwork.DEFAULT, route, "eth0", everything)
                        .sentence())
                .endsWith("set borealis.network.network to a smaller private network, for none of this size is free"
                        + " here");
    }

    @Test
    void staysOnLoopbackWhereTheNetworkDoes() {
        assertThat(free("127.255.0.0/16", routes("127.255.0.0/16")))
                .containsExactly("127.254.0.0/16", "127.253.0.0/16");
        assertThat(FreeNetworks.around(TunnelAddress.parse("127.255.0.2"), List.of()))
                .allMatch(TunnelNetwork::isLoopback);
    }

    @Test
    void findsNetworksOfEverySize() {
        for (int length = 8; length <= 29; length++) {
            TunnelNetwork network = new TunnelNetwork(TunnelAddress.parse("10.0.0.0"), length);
            List<NetworkUse> used = routes("192.168.0.0/16");
            List<TunnelNetwork> free = FreeNetworks.like(network, used);
            assertThat(free).isNotEmpty().hasSizeLessThanOrEqualTo(2).allMatch(TunnelNetwork::isPrivate);
            assertThat(free).noneMatch(found -> used.get(0).overlaps(found));
        }
    }
}
