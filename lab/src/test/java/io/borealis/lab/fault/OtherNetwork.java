package io.borealis.lab.fault;

import io.borealis.lab.Lab;
import io.borealis.lab.host.Host;

/** Another network between a device and the Engine: what a laptop finds that is carried elsewhere. */
final class OtherNetwork {

    private static final String GATEWAY = "172.20.77.1";
    private static final String ADDRESS = "172.20.77.2";
    // a cable of its own: the lab's WireGuard keeps an address for as long as the way leads over the same interface
    private static final String CABLE = "moved";

    private OtherNetwork() {}

    /** The device loses its address and its cable, and has others from now on; its new address is returned. */
    static String moves(Host device, Lab lab) {
        String old = device.shell("ip -4 -o address show | awk '$4 ~ /^192[.]168[.]/ { print $2, $4; exit }'")
                .orThrow("the address of " + device.name())
                .strip();
        String cable = old.substring(0, old.indexOf(' '));
        String address = old.substring(old.indexOf(' ') + 1).replaceAll("/.*", "");
        // a cable has the two usable addresses of its network: the Engine's end has the one before
        int last = address.lastIndexOf('.') + 1;
        String hub = address.substring(0, last) + (Integer.parseInt(address.substring(last)) - 1);
        lab.engine()
                .host()
                .shell("ip link add " + CABLE + " type veth peer name " + CABLE + " netns "
                        + lab.run().namespacePrefix() + device.name() + " && ip address add " + GATEWAY + "/30 dev "
                        + CABLE
                        + " && ip link set " + CABLE + " up")
                .orThrow("laying another cable");
        device.shell("ip address add " + ADDRESS + "/30 dev " + CABLE + " && ip link set " + CABLE + " up"
                        + " && ip link set " + cable + " down && ip address flush dev " + cable
                        + " && ip route add " + hub + "/32 via " + GATEWAY)
                .orThrow("moving " + device.name());
        return ADDRESS;
    }
}
