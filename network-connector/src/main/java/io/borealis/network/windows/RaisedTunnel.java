package io.borealis.network.windows;

import io.borealis.network.AgentTunnel;
import io.borealis.network.HostNetworkException;
import io.borealis.network.HostNetworkException.Step;
import io.borealis.network.PeerStatistics;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.tunnel.Endpoint;
import io.borealis.protocol.tunnel.TunnelAddress;
import io.borealis.protocol.tunnel.WireGuardKey;
import io.borealis.protocol.tunnel.WireGuardKeyPair;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One tunnel of an agent, from its first filter to its last. Not thread-safe but for {@link #engine}: the adapter does
 * one thing at a time.
 */
final class RaisedTunnel {

    private final NativeLibraries libraries;
    private final Patience patience;
    private final DriverAdapter adapter;
    private final PortFilters rules;
    private final TunnelEnd end;
    private final WireGuardKey engineKey;
    private final TunnelAddress engineAddress;
    private @Nullable FilterEngine filters;
    private Grants grants;

    RaisedTunnel(NativeLibraries libraries, Patience patience, DriverAdapter adapter, AgentTunnel tunnel) {
        this.libraries = libraries;
        this.patience = patience;
        this.adapter = adapter;
        this.rules = new PortFilters(adapter.luid());
        this.engineKey = tunnel.engineKey();
        this.engineAddress = tunnel.engineAddress();
        this.grants = Grants.none(engineAddress);
        IpInterface ip = new IpInterface(libraries.ipHelper(), adapter.luid(), patience.ipInterface());
        this.end = new TunnelEnd(adapter, ip, tunnel.address(), engineAddress, 32);
    }

    /** Comparison, filters, options, address, route, peer, up. After a failure {@link #takeDown} removes what stands. */
    void raise(AgentTunnel tunnel) throws HostNetworkException {
        // before the filters that block the Engine's address everywhere else: they would cut off whose it is
        new NetworkClaim(libraries.ipHelper()).require(tunnel);
        InetSocketAddress endpoint = resolve(tunnel.endpoint());
        FilterEngine opened = FilterEngine.open(libraries.filtering(), Role.AGENT, patience.filters());
        filters = opened;
        opened.change(Step.ADD_FILTERS, transaction -> {
            grants = grants.replace(transaction, rules::permitEngineToReach, engineAddress, tunnel.ports());
            return transaction.add(standingRules());
        });
        end.stand(tunnel.mtu());
        try (Configuration configuration = new Configuration(1)) {
            configuration
                    .privateKey(tunnel.privateKey())
                    .listenPort(0)
                    .replacePeers()
                    .engine(engineKey, tunnel.presharedKey(), engineAddress, endpoint, tunnel.keepaliveSeconds());
            adapter.configure(Step.ADD_PEER, configuration);
        }
        adapter.up(patience.bringUp(), code -> !PortClash.is(code));
    }

    private List<FilterRule> standingRules() {
        List<FilterRule> standing = new ArrayList<>();
        standing.addAll(rules.blockEverythingElseOnTheTunnel());
        standing.addAll(rules.blockEngineElsewhere(engineAddress));
        standing.addAll(rules.blockForwardingByInterface());
        standing.addAll(rules.blockForwardingOfEngine(engineAddress));
        return standing;
    }

    void permit(Set<PortRule> ports) throws HostNetworkException {
        FilterEngine standing = filters;
        if (standing == null) {
            throw new IllegalStateException("no tunnel is up");
        }
        grants = standing.change(
                Step.ADD_FILTERS,
                transaction -> grants.replace(transaction, rules::permitEngineToReach, engineAddress, ports));
    }

    Optional<PeerStatistics> engine() throws HostNetworkException {
        try (PeerTable table = adapter.read()) {
            return table.statistics(engineKey);
        }
    }

    /**
     * The adapter stays with a key that nobody knows, so that the tunnel's own is forgotten. The filters go last, and
     * only when everything else is gone.
     *
     * @return the first failure; then the filters still stand
     */
    Optional<HostNetworkException> takeDown() {
        Optional<HostNetworkException> failure;
        if (filters == null) {
            return Optional.empty();
        }
        try (Configuration blank = new Configuration(0);
                WireGuardKeyPair nobodys = WireGuardKeyPair.generate()) {
            failure = end.takeDown(blank.replacePeers().privateKey(nobodys.privateKey()));
        }
        if (failure.isEmpty()) {
            releaseFilters();
        }
        return failure;
    }

    /** Idempotent. */
    void releaseFilters() {
        if (filters != null) {
            filters.close();
            filters = null;
        }
    }

    private static InetSocketAddress resolve(Endpoint endpoint) throws HostNetworkException {
        try {
            return new InetSocketAddress(InetAddress.getByName(endpoint.host()), endpoint.port());
        } catch (UnknownHostException unknown) {
            throw new HostNetworkException(
                    Step.RESOLVE_ENDPOINT,
                    0,
                    "the Engine's name \"" + endpoint.host()
                            + "\" has no address here; check the endpoint host of the Engine and this machine's DNS");
        }
    }
}
