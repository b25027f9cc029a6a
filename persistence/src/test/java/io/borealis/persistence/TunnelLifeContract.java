package io.borealis.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borealis.persistence.device.Device;
import io.borealis.persistence.tunnel.Hold;
import io.borealis.persistence.tunnel.Lease;
import io.borealis.persistence.tunnel.Tunnel;
import io.borealis.protocol.tunnel.TunnelId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every database keeps of the life of a tunnel. */
abstract class TunnelLifeContract extends AccountContract {
    @Test
    void sharesATunnelOncePerSession() {
        TunnelId tunnel = openTunnel(enrolledDevice());
        database().run(work -> work.tunnels().add(new Lease(tunnel, "ada", "s1", now)));
        database().run(work -> work.tunnels().add(new Lease(tunnel, "ada", "s2", now)));

        assertThatThrownBy(() -> database().run(work -> work.tunnels().add(new Lease(tunnel, "ada", "s1", now))))
                .isInstanceOf(ConflictException.class);
        database().run(work -> work.tunnels().lease(tunnel, "s1").orElseThrow().leave(now));
        database().run(work -> work.tunnels().add(new Lease(tunnel, "ada", "s1", now)));
        List<Lease> leases = database().read(work -> work.tunnels().leases(tunnel));
        assertThat(leases).hasSize(2);
    }

    @Test
    void remembersTheLastUseAndNoEarlierOne() {
        TunnelId tunnel = openTunnel(enrolledDevice());

        database().run(work -> work.tunnels().used(tunnel, now.plusSeconds(5)));
        database().run(work -> work.tunnels().used(tunnel, now.plusSeconds(3)));
        assertThat(stored(tunnel).lastActivityAt()).isEqualTo(now.plusSeconds(5));
    }

    @Test
    void keepsAHoldAndItsReleaseAndWhatWasMoved() {
        TunnelId tunnel = openTunnel(enrolledDevice());
        Hold hold = new Hold("ada", now, now.plusSeconds(60));
        database().run(work -> work.tunnels().find(tunnel).orElseThrow().hold(hold));
        database().run(work -> work.tunnels().moved(tunnel, 7_000_000_000L, 5));

        Tunnel held = stored(tunnel);
        assertThat(held.hold().map(Hold::by)).contains("ada");
        assertThat(held.hold().map(Hold::until)).contains(now.plusSeconds(60));
        assertThat(held.hold().map(Hold::length)).contains(Duration.ofSeconds(60));
        assertThat(held.receivedBytes()).isEqualTo(7_000_000_000L);
        assertThat(held.sentBytes()).isEqualTo(5);

        database().run(work -> work.tunnels().find(tunnel).orElseThrow().releaseHold());
        assertThat(stored(tunnel).hold()).isEmpty();
    }

    @Test
    void keepsTheIdleTimeOfADevice() {
        Device device = enrolledDevice();
        assertThat(device.idle()).isEmpty();
        database()
                .run(work ->
                        work.devices().find(device.id()).orElseThrow().idleAfter(Optional.of(Duration.ofMinutes(20))));
        assertThat(database().read(work -> work.devices().find(device.id())).flatMap(Device::idle))
                .contains(Duration.ofMinutes(20));
    }

    private Tunnel stored(TunnelId tunnel) {
        return database().write(work -> work.tunnels().find(tunnel)).orElseThrow();
    }
}
