package io.borealis.network.connector;

import io.borealis.network.PeerStatistics;
import io.borealis.network.connector.Admissions.Admission;
import io.borealis.protocol.tunnel.WireGuardKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns what the driver says into what the Engine is told. An event is told again until {@link #told} confirms it. */
final class PeerWatch {

    private enum State {
        AWAITED,
        SEEN,
        SILENT
    }

    /**
     * @param handshake the newest that the driver told, by its clock, which somebody may set
     * @param heardAt when that one was first seen here, or the admission while there is none
     */
    private record Watched(Admission admission, State state, Optional<Instant> handshake, Duration heardAt) {
        Watched heard(PeerStatistics peer, Duration now) {
            boolean anew =
                    peer.lastHandshake().isPresent() && !peer.lastHandshake().equals(handshake);
            return anew ? new Watched(admission, state, peer.lastHandshake(), now) : this;
        }
    }

    private final Duration silence;
    private final Duration patience;
    private final Map<WireGuardKey, Watched> watched = new HashMap<>();

    /**
     * @param silence without a handshake makes a peer silent
     * @param patience after its admission a peer's first handshake is looked for often
     */
    PeerWatch(Duration silence, Duration patience) {
        this.silence = silence;
        this.patience = patience;
    }

    /** What is to be told about the peers as they are now. */
    List<AdapterEvent> observe(
            Collection<PeerStatistics> peers, Map<WireGuardKey, Admission> admissions, Duration now) {
        watched.keySet().retainAll(peers.stream().map(PeerStatistics::publicKey).collect(Collectors.toSet()));
        List<AdapterEvent> events = new ArrayList<>();
        for (PeerStatistics peer : peers) {
            event(peer, current(peer, admissions.get(peer.publicKey()), now), now)
                    .ifPresent(events::add);
        }
        return events;
    }

    private Watched current(PeerStatistics peer, @Nullable Admission admission, Duration now) {
        Watched known = watched.get(peer.publicKey());
        boolean admittedAnew = known == null
                || (admission != null && admission.number() != known.admission().number())
                || (known.state() == State.SEEN && peer.lastHandshake().isEmpty());
        Admission from = admission == null ? new Admission(0, now) : admission;
        Watched watchedNow = known != null && !admittedAnew
                ? known.heard(peer, now)
                : new Watched(from, State.AWAITED, Optional.empty(), from.at()).heard(peer, now);
        watched.put(peer.publicKey(), watchedNow);
        return watchedNow;
    }

    private Optional<AdapterEvent> event(PeerStatistics peer, Watched known, Duration now) {
        boolean silent = now.minus(known.heardAt()).compareTo(silence) >= 0;
        if (silent) {
            return known.state() == State.SILENT
                    ? Optional.empty()
                    : Optional.of(new PeerSilent(peer.publicKey(), peer.lastHandshake()));
        }
        return known.state() == State.SEEN
                ? Optional.empty()
                : peer.lastHandshake().map(at -> new PeerSeen(peer.publicKey(), at, known.state() == State.SILENT));
    }

    /** The event reached the Engine. */
    void told(AdapterEvent event) {
        if (event instanceof PeerSeen seen) {
            become(seen.publicKey(), State.SEEN);
        } else if (event instanceof PeerSilent silent) {
            become(silent.publicKey(), State.SILENT);
        }
    }

    private void become(WireGuardKey key, State state) {
        watched.computeIfPresent(
                key, (same, known) -> new Watched(known.admission(), state, known.handshake(), known.heardAt()));
    }

    /** Whether a fresh peer's first handshake is awaited. */
    boolean isPending(Duration now) {
        return watched.values().stream()
                .anyMatch(peer -> peer.state() == State.AWAITED
                        && now.compareTo(peer.admission().at().plus(patience)) < 0);
    }

    /** The listener was lost, and every peer with it. */
    void forget() {
        watched.clear();
    }
}
