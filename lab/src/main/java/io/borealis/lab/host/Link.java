package io.borealis.lab.host;

import io.borealis.lab.run.Commands;
import io.borealis.lab.run.Run;

/**
 * A cable between two hosts: a veth pair with one address at each end, the underlay that the tunnel runs over.
 *
 * @param hub the Engine's side
 * @param hubInterface name of the interface there; packets are captured on it
 */
public record Link(LinuxHost hub, String hubInterface, String hubAddress, LinuxHost leaf, String leafAddress) {

    /** @param number of this cable within the run, from 0 */
    public static Link join(Run run, int number, Underlay underlay, LinuxHost hub, LinuxHost leaf) {
        String hubInterface = run.interfacePrefix() + "h" + number;
        String leafInterface = run.interfacePrefix() + "l" + number;
        Link link = new Link(hub, hubInterface, underlay.hub(number), leaf, underlay.leaf(number));
        Commands.run("ip", "link", "add", hubInterface, "type", "veth", "peer", "name", leafInterface)
                .orThrow("joining " + hub.name() + " and " + leaf.name());
        hub.adopt(hubInterface);
        leaf.adopt(leafInterface);
        // before up, or the kernel begins to talk IPv6 by itself
        raise(hub, hubInterface, link.hubAddress());
        raise(leaf, leafInterface, link.leafAddress());
        return link;
    }

    private static void raise(LinuxHost host, String interfaceName, String address) {
        host.ip("link", "set", interfaceName, "addrgenmode", "none");
        host.ip("address", "add", address + "/" + Underlay.LINK_PREFIX, "dev", interfaceName);
        host.ip("link", "set", interfaceName, "up");
    }
}
