package io.borealis.persistence.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.EndReason;
import io.borealis.protocol.tunnel.Endpoint;
import io.borealis.protocol.tunnel.TunnelAddress;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.TunnelStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TunnelTransitionsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    /** The ways to get to a status; nothing leads back to waiting for the first handshake. */
    private static final Map<TunnelStatus, Consumer<Tunnel>> WAYS = Map.of(
            TunnelStatus.UP,
            tunnel -> tunnel.handshakeSeen(NOW, NOW),
            TunnelStatus.RECOVERING,
            Tunnel::recover,
            TunnelStatus.DOWN,
            tunnel -> tunnel.end(EndReason.ERROR, Optional.of("a second end"), NOW));

    private static Tunnel in(TunnelStatus status) {
        Tunnel tunnel = new Tunnel(
                TunnelId.random(),
                DeviceId.random(),
                TunnelAddress.parse("10.255.0.7"),
                new Endpoint("engine.example", 30000),
                Duration.ofMinutes(15),
                "ada",
                NOW);
        if (status == TunnelStatus.UP || status == TunnelStatus.RECOVERING) {
            tunnel.handshakeSeen(NOW, NOW);
        }
        if (status == TunnelStatus.RECOVERING) {
            tunnel.recover();
        }
        if (status == TunnelStatus.DOWN) {
            tunnel.end(EndReason.IDLE_TIMEOUT, Optional.empty(), NOW);
        }
        assertThat(tunnel.status()).isEqualTo(status);
        return tunnel;
    }

    static Stream<Arguments> everyPair() {
        return Arrays.stream(TunnelStatus.values())
                .flatMap(from -> WAYS.keySet().stream().map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest
    @MethodSource("everyPair")
    void goesWhereTheTableSaysAndNowhereElse(TunnelStatus from, TunnelStatus to) {
        Tunnel tunnel = in(from);
        Optional<EndReason> reason = tunnel.endReason();
        Consumer<Tunnel> way = Objects.requireNonNull(WAYS.get(to));
        if (from.mayBecome(to)) {
            way.accept(tunnel);
            assertThat(tunnel.status()).isEqualTo(to);
            assertThat(tunnel.isLive()).isEqualTo(to.isLive());
            return;
        }
        assertThatThrownBy(() -> way.accept(tunnel))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(from + " and cannot become " + to);
        assertThat(tunnel.status()).isEqualTo(from);
        assertThat(tunnel.endReason()).isEqualTo(reason);
    }
}
