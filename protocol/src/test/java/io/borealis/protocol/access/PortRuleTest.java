package io.borealis.protocol.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borealis.protocol.MalformedValueException;
import io.borealis.protocol.access.PortRule.Transport;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortRuleTest {

    @ParameterizedTest
    @ValueSource(strings = {"tcp/3389", "udp/1", "tcp/65535", "tcp/5000-5010"})
    void readsWhatItPrints(String text) {
        assertThat(PortRule.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "3389", "tcp/0", "tcp/65536", "tcp/10-9", "icmp/1", "TCP/1", "tcp/1-", "tcp/-1", "tcp/1 "})
    void refusesEverythingElse(String text) {
        assertThatThrownBy(() -> PortRule.parse(text)).isInstanceOf(MalformedValueException.class);
    }

    @Test
    void coversItsPortsOfItsTransportOnly() {
        PortRule range = PortRule.parse("tcp/5000-5010");
        assertThat(range.covers(Transport.TCP, 5000)).isTrue();
        assertThat(range.covers(Transport.TCP, 5010)).isTrue();
        assertThat(range.covers(Transport.TCP, 5011)).isFalse();
        assertThat(range.covers(Transport.UDP, 5000)).isFalse();
    }

    @Test
    void sortsByTransportThenPort() {
        assertThat(new TreeSet<>(java.util.List.of(PortRule.udp(1), PortRule.tcp(9), PortRule.tcp(1))))
                .containsExactly(PortRule.tcp(1), PortRule.tcp(9), PortRule.udp(1));
    }
}
