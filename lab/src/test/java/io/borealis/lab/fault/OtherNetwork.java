package io.borealis.lab.fault;

import io.borealis.lab.Lab;
import io.borealis.lab.host.Host;

/**
 * Another address of a device for everything that it sends to the Engine's WireGuard: what the Engine sees of a laptop that
 * is carried elsewhere, or of a router that forgot which address it lent. The packets are rewritten on their way; the
 * lab's WireGuard itself keeps the address of a cable that is gone, as the driver does not.
 */
final class OtherNetwork {

    private static final String GATEWAY = "172.20.77.1";
    private static final String ADDRESS = "172.20.77.2";
    private static final String TABLE = "lab_moved";

    private OtherNetwork() {}

    /** From now on the device's packets come from the address that is returned. */
    static String moves(Host device, Lab lab) {
        String address = first(device, "ip -4 -o address show | awk '$4 ~ /^192[.]168[.]/ { print $4; exit }'")
                .replaceAll("/.*", "");
        // a cable has the two usable addresses of its network: the Engine's end has the one before
        int last = address.lastIndexOf('.') + 1;
        String hub = address.substring(0, last) + (Integer.parseInt(address.substring(last)) - 1);
        Host engine = lab.engine().host();
        add(engine, hub, GATEWAY);
        add(device, address, ADDRESS);
        int port = lab.engine().listenPort();
        device.shell("nft 'add table inet " + TABLE + ";"
                        + " add chain inet " + TABLE + " out { type filter hook output priority -300; };"
                        + " add chain inet " + TABLE + " in { type filter hook prerouting priority -300; };"
                        + " add rule inet " + TABLE + " out udp dport " + port + " ip saddr set " + ADDRESS + ";"
                        + " add rule inet " + TABLE + " in ip daddr " + ADDRESS + " udp sport " + port
                        + " ip daddr set " + address + "'")
                .orThrow("moving " + device.name());
        return ADDRESS;
    }

    private static void add(Host host, String besides, String address) {
        String cable = first(host, "ip -4 -o address show | awk '$4 ~ \"^" + besides + "/\" { print $2; exit }'");
        host.shell("ip address add " + address + "/30 dev " + cable).orThrow("another address for " + host.name());
    }

    private static String first(Host host, String question) {
        return host.shell(question).orThrow(question).strip();
    }
}
