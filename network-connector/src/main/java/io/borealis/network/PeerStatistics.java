package io.borealis.network;

import io.borealis.protocol.tunnel.WireGuardKey;
import java.time.Instant;
import java.util.Optional;

/**
 * What the driver says about a peer at one moment.
 *
 * @param lastHandshake empty when there was none since the peer was added
 * @param receivedBytes from the peer, since it was added
 * @param sentBytes to the peer, since it was added
 */
public record PeerStatistics(
        WireGuardKey publicKey, Optional<Instant> lastHandshake, long receivedBytes, long sentBytes) {}
