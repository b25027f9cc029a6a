package io.borealis.network.connector;

import io.borealis.protocol.tunnel.WireGuardKey;
import java.time.Instant;

/**
 * A peer completed its first handshake since it was admitted, or its first after it had been silent.
 *
 * @param handshakeAt as the driver tells it
 * @param afterSilence whether a {@link PeerSilent} about this peer went before
 */
public record PeerSeen(WireGuardKey publicKey, Instant handshakeAt, boolean afterSilence) implements AdapterEvent {

    @Override
    public void deliverTo(PeerEventListener listener) {
        listener.peerSeen(this);
    }
}
