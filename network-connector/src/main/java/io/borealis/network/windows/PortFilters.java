package io.borealis.network.windows;

import static io.borealis.network.windows.FilterLayer.ALE_AUTH_CONNECT_V4;
import static io.borealis.network.windows.FilterLayer.ALE_AUTH_CONNECT_V6;
import static io.borealis.network.windows.FilterLayer.ALE_AUTH_RECV_ACCEPT_V4;
import static io.borealis.network.windows.FilterLayer.ALE_AUTH_RECV_ACCEPT_V6;
import static io.borealis.network.windows.FilterLayer.IPFORWARD_V4;
import static io.borealis.network.windows.FilterLayer.IPFORWARD_V6;

import io.borealis.network.windows.FilterRule.Verdict;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.access.PortRule.Transport;
import io.borealis.protocol.tunnel.TunnelAddress;
import io.borealis.protocol.tunnel.TunnelNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The rules of one tunnel interface, said in sentences. Every rule names its layers explicitly: a layer that is not
 * named is not filtered. Immutable; makes rules, installs nothing.
 *
 * @param luid the interface as Windows calls it now; rules with an older one match nothing
 */
record PortFilters(long luid) {

    private static final List<FilterLayer> CONNECT_AND_ACCEPT =
            List.of(ALE_AUTH_CONNECT_V4, ALE_AUTH_CONNECT_V6, ALE_AUTH_RECV_ACCEPT_V4, ALE_AUTH_RECV_ACCEPT_V6);
    private static final List<FilterLayer> CONNECT_AND_ACCEPT_V4 =
            List.of(ALE_AUTH_CONNECT_V4, ALE_AUTH_RECV_ACCEPT_V4);
    private static final List<FilterLayer> ACCEPT = List.of(ALE_AUTH_RECV_ACCEPT_V4, ALE_AUTH_RECV_ACCEPT_V6);
    private static final List<FilterLayer> FORWARD = List.of(IPFORWARD_V4, IPFORWARD_V6);

    /** Shut by default: nothing leaves by the tunnel and nothing comes in by it, IPv4 or IPv6. */
    List<FilterRule> blockEverythingElseOnTheTunnel() {
        return block("Borealis: nothing else on the tunnel", CONNECT_AND_ACCEPT, true, onTheTunnel());
    }

    /**
     * What belongs into the tunnel never travels outside it, and nobody outside pretends to be inside; holds while the
     * adapter is down, too.
     */
    List<FilterRule> blockTunnelPrefixElsewhere(TunnelNetwork network) {
        return block(
                "Borealis: tunnel network " + network + " only inside the tunnel",
                CONNECT_AND_ACCEPT_V4,
                false,
                FilterCondition.addressWithin(FilterField.IP_REMOTE_ADDRESS, network));
    }

    /** As {@link #blockTunnelPrefixElsewhere}, for the only address that an agent talks to. */
    List<FilterRule> blockEngineElsewhere(TunnelAddress engine) {
        return block(
                "Borealis: Engine " + engine + " only inside the tunnel",
                CONNECT_AND_ACCEPT_V4,
                false,
                FilterCondition.addressIs(FilterField.IP_REMOTE_ADDRESS, engine));
    }

    /** Nobody is routed into or out of the tunnel, whoever turns on forwarding on this host. */
    List<FilterRule> blockForwardingByInterface() {
        List<FilterRule> rules = new ArrayList<>();
        rules.addAll(block("Borealis: no forwarding from the tunnel", FORWARD, true, onTheTunnel()));
        rules.addAll(block(
                "Borealis: no forwarding into the tunnel",
                FORWARD,
                true,
                FilterCondition.interfaceIs(FilterField.IP_FORWARD_INTERFACE, luid)));
        return rules;
    }

    /** The same by address, because which interface a forwarded packet is attributed to is Windows' to decide. */
    List<FilterRule> blockForwardingByPrefix(TunnelNetwork network) {
        return blockForwarding(
                network.toString(),
                FilterCondition.addressWithin(FilterField.IP_SOURCE_ADDRESS, network),
                FilterCondition.addressWithin(FilterField.IP_DESTINATION_ADDRESS, network));
    }

    /** As {@link #blockForwardingByPrefix}, for the only address that an agent talks to. */
    List<FilterRule> blockForwardingOfEngine(TunnelAddress engine) {
        return blockForwarding(
                engine.toString(),
                FilterCondition.addressIs(FilterField.IP_SOURCE_ADDRESS, engine),
                FilterCondition.addressIs(FilterField.IP_DESTINATION_ADDRESS, engine));
    }

    private static List<FilterRule> blockForwarding(String what, FilterCondition source, FilterCondition destination) {
        List<FilterRule> rules = new ArrayList<>();
        rules.addAll(block("Borealis: no forwarding from " + what, List.of(IPFORWARD_V4), true, source));
        rules.addAll(block("Borealis: no forwarding to " + what, List.of(IPFORWARD_V4), true, destination));
        return rules;
    }

    /** The host may talk to itself on its tunnel address. */
    List<FilterRule> permitLoopback() {
        return CONNECT_AND_ACCEPT.stream()
                .map(layer -> new FilterRule(
                        "Borealis: loopback",
                        layer,
                        RulePriority.LOOPBACK,
                        Verdict.PERMIT,
                        false,
                        List.of(FilterCondition.isLoopback())))
                .toList();
    }

    /** WireGuard's datagrams come in on the underlay, whatever Windows Firewall blocks by default. */
    List<FilterRule> permitListenPort(int port) {
        PortRule listenPort = PortRule.udp(port);
        return ACCEPT.stream()
                .map(layer -> new FilterRule(
                        "Borealis: WireGuard listens on UDP " + port,
                        layer,
                        RulePriority.LISTEN_PORT,
                        Verdict.PERMIT,
                        true,
                        List.of(
                                FilterCondition.protocolIs(Transport.UDP),
                                FilterCondition.portWithin(FilterField.IP_LOCAL_PORT, listenPort))))
                .toList();
    }

    /** A device that is inside has no business at the listen port, which {@link #permitListenPort} opens. */
    List<FilterRule> blockListenPortInsideTheTunnel(int port) {
        return ACCEPT.stream()
                .map(layer -> new FilterRule(
                        "Borealis: UDP " + port + " not from inside the tunnel",
                        layer,
                        RulePriority.NO_LISTEN_PORT_INSIDE_THE_TUNNEL,
                        Verdict.BLOCK,
                        true,
                        List.of(
                                onTheTunnel(),
                                FilterCondition.protocolIs(Transport.UDP),
                                FilterCondition.portWithin(FilterField.IP_LOCAL_PORT, PortRule.udp(port)))))
                .toList();
    }

    /** The Engine may reach these ports of one device: one rule, however many ports of that transport. */
    FilterRule permitDevicePorts(TunnelAddress device, Transport transport, Set<PortRule> ports) {
        return granted(
                "Borealis: device " + device + " " + ports,
                ALE_AUTH_CONNECT_V4,
                false,
                device,
                transport,
                FilterField.IP_REMOTE_PORT,
                ports);
    }

    /** The Engine, and nobody else, may reach these ports of this device, whatever Windows Firewall blocks. */
    FilterRule permitEngineToReach(TunnelAddress engine, Transport transport, Set<PortRule> ports) {
        return granted(
                "Borealis: Engine " + engine + " reaches " + ports,
                ALE_AUTH_RECV_ACCEPT_V4,
                true,
                engine,
                transport,
                FilterField.IP_LOCAL_PORT,
                ports);
    }

    private FilterRule granted(
            String name,
            FilterLayer layer,
            boolean isFinal,
            TunnelAddress remote,
            Transport transport,
            FilterField port,
            Set<PortRule> ports) {
        List<FilterCondition> conditions = new ArrayList<>(List.of(
                onTheTunnel(),
                FilterCondition.protocolIs(transport),
                FilterCondition.addressIs(FilterField.IP_REMOTE_ADDRESS, remote)));
        ports.stream()
                .sorted()
                .map(rule -> FilterCondition.portWithin(port, rule))
                .forEach(conditions::add);
        return new FilterRule(name, layer, RulePriority.GRANTED_PORTS, Verdict.PERMIT, isFinal, conditions);
    }

    private FilterCondition onTheTunnel() {
        return FilterCondition.interfaceIs(FilterField.IP_LOCAL_INTERFACE, luid);
    }

    private static List<FilterRule> block(
            String name, List<FilterLayer> layers, boolean isFinal, FilterCondition condition) {
        return layers.stream()
                .map(layer -> new FilterRule(
                        name, layer, RulePriority.DEFAULT_DENY, Verdict.BLOCK, isFinal, List.of(condition)))
                .toList();
    }
}
