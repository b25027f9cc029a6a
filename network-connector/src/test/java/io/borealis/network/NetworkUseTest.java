package io.borealis.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.borealis.network.NetworkUse.Kind;
import io.borealis.protocol.tunnel.TunnelAddress;
import io.borealis.protocol.tunnel.TunnelNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NetworkUseTest {

    @ParameterizedTest
    @CsvSource({
        "10.255.0.0, 16, true",
        "10.255.3.0, 24, true",
        "10.255.255.53, 32, true",
        "10.0.0.0, 8, true",
        "10.254.0.0, 15, true",
        "0.0.0.0, 2, true",
        "10.254.0.0, 16, false",
        "11.0.0.0, 8, false",
        "128.0.0.0, 2, false",
        // the rest of the world, whole and in halves
        "0.0.0.0, 0, false",
        "0.0.0.0, 1, false",
        "128.0.0.0, 1, false"
    })
    void overlapsWhatLiesInsideTheOther(String base, int length, boolean overlaps) {
        NetworkUse use = new NetworkUse(Kind.ROUTE, TunnelAddress.parse(base), length);
        assertThat(use.overlaps(TunnelNetwork.parse("10.255.0.0/16"))).isEqualTo(overlaps);
    }

    @Test
    void forgetsHostBits() {
        NetworkUse use = new NetworkUse(Kind.INTERFACE, TunnelAddress.parse("10.255.3.7"), 24);
        assertThat(use).hasToString("address range 10.255.3.0/24");
        assertThat(use.overlaps(TunnelAddress.parse("10.255.3.200"))).isTrue();
        assertThat(use.overlaps(TunnelAddress.parse("10.255.4.7"))).isFalse();
    }

    @Test
    void saysWhatASingleAddressIs() {
        assertThat(NetworkUse.of(Kind.NAME_SERVER, TunnelAddress.parse("10.255.255.53")))
                .hasToString("name server 10.255.255.53");
    }

    @Test
    void refusesAPrefixThatIsNone() {
        TunnelAddress any = TunnelAddress.parse("10.0.0.0");
        assertThatIllegalArgumentException().isThrownBy(() -> new NetworkUse(Kind.ROUTE, any, 33));
    }
}
