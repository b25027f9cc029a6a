package io.borealis.network;

import io.borealis.network.HostNetworkException.Step;
import io.borealis.protocol.tunnel.TunnelAddress;
import io.borealis.protocol.tunnel.TunnelNetwork;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The addresses of the tunnels belong to something else on this host already. Says so in one sentence: what it is, the
 * property, and networks to choose from. Immutable.
 */
public final class NetworkOverlap {

    private static final String PROPERTY = "borealis.network.network";

    private final String sentence;

    private NetworkOverlap(String sentence) {
        this.sentence = sentence;
    }

    /**
     * As the Engine's host sees it.
     *
     * @param used what overlaps
     * @param interfaceName where it stands
     * @param all everything that the host uses, to keep out of the networks to choose from
     */
    public static NetworkOverlap onEngine(
            TunnelNetwork network, NetworkUse used, String interfaceName, Collection<NetworkUse> all) {
        return new NetworkOverlap(
                "the tunnel network " + network + " overlaps the " + used + " of this host's interface \""
                        + interfaceName + "\": set " + PROPERTY + " to " + choice(FreeNetworks.like(network, all)));
    }

    /** As a device sees it, whose own address is one of the network that the Engine chose. */
    public static NetworkOverlap onDevice(
            AgentTunnel tunnel, NetworkUse used, String interfaceName, Collection<NetworkUse> all) {
        TunnelAddress overlapped = used.overlaps(tunnel.address()) ? tunnel.address() : tunnel.engineAddress();
        return new NetworkOverlap("the tunnel's address " + overlapped + " overlaps the " + used
                + " of this device's interface \"" + interfaceName + "\": set the Engine's " + PROPERTY + " to "
                + choice(FreeNetworks.around(overlapped, all)));
    }

    private static String choice(List<TunnelNetwork> free) {
        return free.isEmpty()
                ? "a smaller private network, for none of this size is free here"
                : "a network that is free here, for instance "
                        + free.stream().map(TunnelNetwork::toString).collect(Collectors.joining(" or "));
    }

    public String sentence() {
        return sentence;
    }

    /** The refusal to listen or to raise. */
    public HostNetworkException toException() {
        return new HostNetworkException(Step.CLAIM_NETWORK, 0, sentence);
    }

    @Override
    public String toString() {
        return sentence;
    }
}
