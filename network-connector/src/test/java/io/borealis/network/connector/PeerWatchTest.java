package io.borealis.network.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.borealis.network.PeerStatistics;
import io.borealis.network.connector.Admissions.Admission;
import io.borealis.protocol.tunnel.WireGuardKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PeerWatchTest {

    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration SILENCE = Duration.ofSeconds(180);

    private final PeerWatch watch = new PeerWatch(SILENCE, Duration.ofSeconds(10));
    private final WireGuardKey key = key(1);
    private Map<WireGuardKey, Admission> admissions = Map.of(key, new Admission(1, after(0)));

    private static WireGuardKey key(int n) {
        byte[] bytes = new byte[WireGuardKey.LENGTH];
        bytes[0] = (byte) n;
        return WireGuardKey.of(bytes);
    }

    private static PeerStatistics peer(WireGuardKey key, Optional<Instant> handshake) {
        return new PeerStatistics(key, handshake, 0, 0);
    }

    private static Instant at(int seconds) {
        return START.plusSeconds(seconds);
    }

    private static Duration after(int seconds) {
        return Duration.ofHours(9).plusSeconds(seconds);
    }

    private List<AdapterEvent> observe(int now, Optional<Instant> handshake) {
        List<AdapterEvent> events = watch.observe(List.of(peer(key, handshake)), admissions, after(now));
        events.forEach(watch::told);
        return events;
    }

    @Test
    void tellsTheFirstHandshakeOnce() {
        assertThat(observe(1, Optional.empty())).isEmpty();
        assertThat(observe(2, Optional.of(at(2)))).containsExactly(new PeerSeen(key, at(2), false));
        assertThat(observe(3, Optional.of(at(2)))).isEmpty();
        assertThat(observe(122, Optional.of(at(122)))).isEmpty();
    }

    @Test
    void tellsSilenceOnceAndTheReturnFromIt() {
        observe(2, Optional.of(at(2)));
        assertThat(observe(181, Optional.of(at(2)))).isEmpty();
        assertThat(observe(182, Optional.of(at(2)))).containsExactly(new PeerSilent(key, Optional.of(at(2))));
        assertThat(observe(190, Optional.of(at(2)))).isEmpty();
        assertThat(observe(200, Optional.of(at(199)))).containsExactly(new PeerSeen(key, at(199), true));
        assertThat(observe(379, Optional.of(at(199)))).isEmpty();
        assertThat(observe(380, Optional.of(at(199)))).containsExactly(new PeerSilent(key, Optional.of(at(199))));
    }

    @Test
    void bearsAClockThatSomebodySets() {
        observe(2, Optional.of(at(2)));
        assertThat(observe(3, Optional.of(at(3 - 3600)))).isEmpty();
        assertThat(observe(4, Optional.of(at(4 + 3600)))).isEmpty();
        assertThat(observe(183, Optional.of(at(4 + 3600)))).isEmpty();
        assertThat(observe(184, Optional.of(at(4 + 3600)))).hasSize(1);
    }

    @Test
    void tellsThatAnAdmittedPeerNeverCame() {
        assertThat(observe(179, Optional.empty())).isEmpty();
        assertThat(observe(180, Optional.empty())).containsExactly(new PeerSilent(key, Optional.empty()));
        assertThat(observe(400, Optional.empty())).isEmpty();
        assertThat(observe(401, Optional.of(at(401)))).containsExactly(new PeerSeen(key, at(401), true));
    }

    @Test
    void tellsAgainWhatWasNotTaken() {
        List<PeerStatistics> peers = List.of(peer(key, Optional.of(at(1))));
        assertThat(watch.observe(peers, admissions, after(1))).hasSize(1);
        assertThat(watch.observe(peers, admissions, after(2))).hasSize(1);
    }

    @Test
    void tellsTheFirstHandshakeOfEachAdmission() {
        observe(2, Optional.of(at(2)));
        admissions = Map.of(key, new Admission(2, after(10)));
        assertThat(observe(11, Optional.of(at(11)))).containsExactly(new PeerSeen(key, at(11), false));
    }

    @Test
    void startsAnewWithAPeerThatLostItsHandshake() {
        observe(2, Optional.of(at(2)));
        assertThat(observe(3, Optional.empty())).isEmpty();
        assertThat(observe(4, Optional.of(at(4)))).containsExactly(new PeerSeen(key, at(4), false));
    }

    @Test
    void forgetsPeersThatAreGone() {
        observe(2, Optional.of(at(2)));
        assertThat(watch.observe(List.of(), Map.of(), after(3))).isEmpty();
        assertThat(observe(4, Optional.of(at(2)))).containsExactly(new PeerSeen(key, at(2), false));
    }

    @Test
    void isPendingOnlyWhileAFreshPeerHasNotCome() {
        assertThat(watch.isPending(after(0))).isFalse();
        observe(1, Optional.empty());
        assertThat(watch.isPending(after(9))).isTrue();
        assertThat(watch.isPending(after(10))).isFalse();
        observe(2, Optional.of(at(2)));
        assertThat(watch.isPending(after(3))).isFalse();
    }

    @Test
    void tellsEachPeerByItself() {
        WireGuardKey other = key(2);
        admissions = Map.of(key, new Admission(1, after(0)), other, new Admission(2, after(0)));
        assertThat(watch.observe(
                        List.of(peer(key, Optional.empty()), peer(other, Optional.of(at(1)))), admissions, after(1)))
                .containsExactly(new PeerSeen(other, at(1), false));
    }
}
