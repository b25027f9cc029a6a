package io.borealis.engine.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.borealis.protocol.access.PortRule;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A list below a ceiling holds what both say, and not one port more. */
class PortCeilingTest {

    private static List<PortRule> rules(String... texts) {
        return Stream.of(texts).map(PortRule::parse).toList();
    }

    private static PortCeiling ceiling(String... texts) {
        return PortCeiling.of(Optional.of(rules(texts)));
    }

    @Test
    void letsEverythingThroughWhenThereIsNone() {
        PortCeiling none = PortCeiling.of(Optional.empty());
        assertThat(none.narrow(rules("tcp/1-65535"))).isEqualTo(rules("tcp/1-65535"));
        assertThat(none.beyond(rules("tcp/1-65535"))).isEmpty();
        assertThat(none.rules()).isEmpty();
    }

    @Test
    void leavesAListBelowItAsItIs() {
        List<PortRule> list = rules("tcp/5985", "tcp/5986", "udp/3389");
        assertThat(ceiling("tcp/5000-6000", "udp/3389").narrow(list)).isEqualTo(list);
    }

    @Test
    void cutsWhatIsBeyond() {
        PortCeiling ceiling = ceiling("tcp/22", "tcp/100-200", "udp/53");
        assertThat(ceiling.narrow(rules("tcp/1-150", "tcp/190-210", "udp/22", "udp/53")))
                .isEqualTo(rules("tcp/22", "tcp/100-150", "tcp/190-200", "udp/53"));
        assertThat(ceiling.beyond(rules("tcp/22", "tcp/1-150", "udp/22", "tcp/100-200")))
                .isEqualTo(rules("tcp/1-150", "udp/22"));
        assertThat(ceiling().narrow(rules("tcp/1-65535", "udp/1"))).isEmpty();
    }

    @Test
    void countsRulesThatTouchAsOne() {
        PortCeiling ceiling = ceiling("tcp/200-300", "tcp/100-199", "tcp/250-350", "udp/351");
        assertThat(ceiling.rules().orElseThrow()).isEqualTo(rules("tcp/100-350", "udp/351"));
        assertThat(ceiling.beyond(rules("tcp/150-340"))).isEmpty();
        assertThat(ceiling.beyond(rules("tcp/351", "tcp/340-351"))).isEqualTo(rules("tcp/351", "tcp/340-351"));
    }

    @Test
    void agreesWithEveryPortOneByOne() {
        List<PortRule> list = rules("tcp/1-65535", "tcp/20-25", "udp/100-110", "udp/105-120");
        List<PortRule> allowed = rules("tcp/23-24", "tcp/80", "udp/109-130", "tcp/65535");
        List<PortRule> narrowed = PortCeiling.of(Optional.of(allowed)).narrow(list);
        for (PortRule.Transport transport : PortRule.Transport.values()) {
            for (int port = 1; port <= 65535; port++) {
                int each = port;
                boolean both = list.stream().anyMatch(rule -> rule.covers(transport, each))
                        && allowed.stream().anyMatch(rule -> rule.covers(transport, each));
                assertThat(narrowed.stream().anyMatch(rule -> rule.covers(transport, each)))
                        .as("%s %d", transport, port)
                        .isEqualTo(both);
            }
        }
    }
}
