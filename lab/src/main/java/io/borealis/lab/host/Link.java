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
        return join(
                new Link(hub, hubInterface, underlay.hub(number), leaf, underlay.leaf(number)),
                leafInterface,
                Underlay.LINK_PREFIX);
    }

    /** As {@link #join}, but IPv6 is all that the cable carries. */
    public static Link joinWithoutIpv4(Run run, int number, Underlay underlay, LinuxHost hub, LinuxHost leaf) {
        return join(
                new Link(
                        hub,
                        run.interfacePrefix() + "h" + number,
                        underlay.hubInIpv6(number),
                        leaf,
                        underlay.leafInIpv6(number)),
                run.interfacePrefix() + "l" + number,
                Underlay.LINK_PREFIX_IN_IPV6);
    }

    private static Link join(Link link, String leafInterface, int prefixLength) {
        LinuxHost hub = link.hub();
        LinuxHost leaf = link.leaf();
        String hubInterface = link.hubInterface();
        Commands.run("ip", "link", "add", hubInterface, "type", "veth", "peer", "name", leafInterface)
                .orThrow("joining " + hub.name() + " and " + leaf.name());
        hub.adopt(hubInterface);
        leaf.adopt(leafInterface);
        // before up, or the kernel begins to talk IPv6 by itself
        raise(hub, hubInterface, link.hubAddress() + "/" + prefixLength);
        raise(leaf, leafInterface, link.leafAddress() + "/" + prefixLength);
        return link;
    }

    private static void raise(LinuxHost host, String interfaceName, String address) {
        host.ip("link", "set", interfaceName, "addrgenmode", "none");
        if (address.contains(":")) {
            // where the machine keeps new interfaces from it; nobody else is on the cable, so nobody needs to be asked
            host.shell("echo 0 >/proc/sys/net/ipv6/conf/" + interfaceName + "/disable_ipv6")
                    .orThrow("IPv6 for " + interfaceName + ", which this machine's kernel must have");
            host.ip("address", "add", address, "dev", interfaceName, "nodad");
        } else {
            host.ip("address", "add", address, "dev", interfaceName);
        }
        host.ip("link", "set", interfaceName, "up");
    }

    /** From now on the leaf can be so many callers, each from an address of its own. */
    public void lendStrangers(Run run, int number, Underlay underlay, int callers) {
        for (int caller = 0; caller < callers; caller++) {
            leaf.ip("address", "add", underlay.stranger(caller) + "/32", "dev", run.interfacePrefix() + "l" + number);
        }
        hub.ip("route", "add", underlay.strangers(), "via", leafAddress);
    }
}
