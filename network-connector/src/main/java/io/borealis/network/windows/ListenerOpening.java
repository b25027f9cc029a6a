package io.borealis.network.windows;

import io.borealis.network.HostNetworkException;
import io.borealis.network.HostNetworkException.Step;
import io.borealis.network.ListenerSettings;
import io.borealis.protocol.tunnel.TunnelNetwork;
import io.borealis.protocol.tunnel.WireGuardKey;
import io.borealis.protocol.tunnel.WireGuardKeyPair;
import java.util.ArrayList;
import java.util.List;

/**
 * The way to a listener: adapter, filters, options, address, route, key and port, up, in this order, so that nothing
 * passes before it is filtered. What failed on the way leaves nothing behind.
 */
final class ListenerOpening {

    private final NativeLibraries libraries;
    private final Patience patience;
    private final ListenerSettings settings;
    private final TunnelNetwork network;
    private final NetworkClaim claim;

    ListenerOpening(NativeLibraries libraries, Patience patience, ListenerSettings settings) {
        this.libraries = libraries;
        this.patience = patience;
        this.settings = settings;
        this.network = settings.network();
        this.claim = new NetworkClaim(libraries.ipHelper());
    }

    WindowsListener open(Runnable whenClosed) throws HostNetworkException {
        // before the filters that block the network everywhere else: they would cut off whose it is
        claim.require(network);
        DriverAdapter adapter =
                new WireGuardDriver(libraries).create(Role.ENGINE, settings.adapterName(), patience.create());
        try {
            FilterEngine filters = FilterEngine.open(libraries.filtering(), Role.ENGINE, patience.filters());
            IpInterface ip = new IpInterface(libraries.ipHelper(), adapter.luid(), patience.ipInterface());
            TunnelEnd end = new TunnelEnd(adapter, ip, network.engineAddress(), network.base(), network.prefixLength());
            try {
                return bringUp(end, filters, whenClosed);
            } catch (HostNetworkException | RuntimeException failed) {
                WindowsListener.takeDown(end, filters);
                throw failed;
            }
        } catch (HostNetworkException | RuntimeException failed) {
            adapter.close();
            throw failed;
        }
    }

    private WindowsListener bringUp(TunnelEnd end, FilterEngine filters, Runnable whenClosed)
            throws HostNetworkException {
        PortFilters rules = new PortFilters(end.adapter().luid());
        long defaultDeny = filters.add(standingRules(rules)).get(0);
        end.ip().await();
        end.stand(settings.mtu());
        try (Configuration configuration = new Configuration(0)) {
            configuration
                    .privateKey(settings.privateKey())
                    .listenPort(settings.listenPort())
                    .replacePeers();
            end.adapter().configure(Step.CONFIGURE_LISTENER, configuration);
        }
        up(end.adapter());
        return new WindowsListener(publicKey(), network, claim, end, filters, rules, defaultDeny, whenClosed);
    }

    /** The first of them is a block of everything else on the tunnel. */
    private List<FilterRule> standingRules(PortFilters rules) {
        List<FilterRule> standing = new ArrayList<>();
        standing.addAll(rules.blockEverythingElseOnTheTunnel());
        standing.addAll(rules.permitLoopback());
        standing.addAll(rules.permitListenPort(settings.listenPort()));
        standing.addAll(rules.blockListenPortInsideTheTunnel(settings.listenPort()));
        standing.addAll(rules.blockTunnelPrefixElsewhere(network));
        standing.addAll(rules.blockForwardingByInterface());
        standing.addAll(rules.blockForwardingByPrefix(network));
        return standing;
    }

    private void up(DriverAdapter adapter) throws HostNetworkException {
        try {
            adapter.up(patience.bringUp(), code -> !PortClash.is(code));
        } catch (HostNetworkException failed) {
            throw PortClash.is(failed.code()) ? PortClash.failure(failed.code(), settings.listenPort()) : failed;
        }
    }

    private WireGuardKey publicKey() {
        // the pair shares the secret with its owner, who closes it
        return WireGuardKeyPair.of(settings.privateKey()).publicKey();
    }
}
