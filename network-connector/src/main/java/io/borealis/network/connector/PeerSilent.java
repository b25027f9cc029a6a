package io.borealis.network.connector;

import io.borealis.protocol.tunnel.WireGuardKey;
import java.time.Instant;
import java.util.Optional;

/**
 * A peer completed no handshake for the configured time. Told once per silence.
 *
 * @param lastHandshake empty when there was none since the peer was admitted
 */
public record PeerSilent(WireGuardKey publicKey, Optional<Instant> lastHandshake) implements AdapterEvent {

    @Override
    public void deliverTo(PeerEventListener listener) {
        listener.peerSilent(this);
    }
}
