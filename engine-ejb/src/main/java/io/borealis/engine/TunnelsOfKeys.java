package io.borealis.engine;

import io.borealis.engine.token.rotation.LiveTunnels;
import io.borealis.engine.tunnel.Tunnels;
import io.borealis.engine.tunnel.host.TunnelHost;
import io.borealis.network.HostNetworkException;
import io.borealis.protocol.tunnel.WireGuardKey;
import java.time.Instant;
import java.util.Optional;

/** Lends tunnels and listener to whoever changes a key. Thread-safe. */
final class TunnelsOfKeys implements LiveTunnels {
    private final Tunnels tunnels;
    private final TunnelHost host;

    TunnelsOfKeys(Tunnels tunnels, TunnelHost host) {
        this.tunnels = tunnels;
        this.host = host;
    }

    @Override
    public void endOpenedBefore(Instant when, String why) {
        tunnels.endOpenedBefore(when, why);
    }

    @Override
    public Optional<WireGuardKey> listenerKey() {
        return host.knownFacts().map(TunnelHost.Facts::engineKey);
    }

    @Override
    public WireGuardKey changeListenerKey() throws HostNetworkException {
        return host.changeKey();
    }
}
