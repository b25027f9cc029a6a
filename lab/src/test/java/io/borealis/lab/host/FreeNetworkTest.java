package io.borealis.lab.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FreeNetworkTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "default via 192.0.2.1 dev eth0            | 10.255.0.0/16",
                "nameserver 10.255.255.53                  | 10.254.0.0/16",
                "10.254.0.0/15 dev eth0                    | 10.253.0.0/16",
                "10.0.0.0/8 via 192.0.2.9                  | 172.31.0.0/16",
                "10.0.0.0/8 dev a 172.16.0.0/12 dev b      | 100.127.0.0/16",
                "0.0.0.0/1 via 10.255.0.9                  | 10.254.0.0/16",
                "0.0.0.0/1 dev tun0 128.0.0.0/1 dev tun0   | 10.255.0.0/16"
            })
    void keepsAwayFromWhatIsUsed(String seen, String network) {
        assertThat(FreeNetwork.of(seen)).hasToString(network);
    }
}
