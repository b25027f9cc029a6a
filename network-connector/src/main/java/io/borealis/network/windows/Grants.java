package io.borealis.network.windows;

import io.borealis.network.HostNetworkException;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.access.PortRule.Transport;
import io.borealis.protocol.tunnel.TunnelAddress;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The ports that were granted towards or from one address, and under which ids Windows knows their rules. One rule per
 * transport, because Windows slows down with the number of rules rather than with their conditions. Immutable.
 */
record Grants(TunnelAddress address, Map<Transport, Grant> byTransport) {

    /** The ports of one transport and their rule. */
    record Grant(Set<PortRule> ports, long filterId) {}

    /** Says what a grant is on this host. */
    interface Wording {
        FilterRule permit(TunnelAddress address, Transport transport, Set<PortRule> ports);
    }

    Grants {
        byTransport = Map.copyOf(byTransport);
    }

    static Grants none(TunnelAddress address) {
        return new Grants(address, Map.of());
    }

    boolean are(TunnelAddress wantedAddress, Set<PortRule> wantedPorts) {
        Set<PortRule> granted = new HashSet<>();
        byTransport.values().forEach(grant -> granted.addAll(grant.ports()));
        return address.equals(wantedAddress) && granted.equals(wantedPorts);
    }

    /** Exchanges within the transaction what differs; rules that stay are not touched, nor are their flows. */
    Grants replace(FilterTransaction transaction, Wording wording, TunnelAddress newAddress, Set<PortRule> ports)
            throws HostNetworkException {
        Map<Transport, Grant> replaced = new EnumMap<>(Transport.class);
        for (Transport transport : Transport.values()) {
            Set<PortRule> wanted = new HashSet<>(ports);
            wanted.removeIf(rule -> rule.transport() != transport);
            Grant before = byTransport.get(transport);
            if (before != null && address.equals(newAddress) && before.ports().equals(wanted)) {
                replaced.put(transport, before);
                continue;
            }
            if (before != null) {
                transaction.delete(List.of(before.filterId()));
            }
            if (!wanted.isEmpty()) {
                FilterRule rule = wording.permit(newAddress, transport, wanted);
                replaced.put(
                        transport,
                        new Grant(
                                Set.copyOf(wanted),
                                transaction.add(List.of(rule)).get(0)));
            }
        }
        return new Grants(newAddress, replaced);
    }

    Collection<Long> filterIds() {
        return byTransport.values().stream().map(Grant::filterId).toList();
    }
}
