package io.borealis.lab.fault;

import io.borealis.lab.host.Host;

/** Another network between a device and the Engine, on the same cable: what a laptop finds that is carried elsewhere. */
final class OtherNetwork {

    private static final String GATEWAY = "172.20.77.1";
    private static final String ADDRESS = "172.20.77.2";
    private static final String CABLE = "ip -4 -o address show | awk '$4 ~ \"^%s/\" { print $2; exit }'";

    private OtherNetwork() {}

    /** The device loses its address and has another one from now on, which is returned. */
    static String moves(Host device, Host engine) {
        String old = first(device, "ip -4 -o address show | awk '$4 ~ /^192[.]168[.]/ { print $4; exit }'");
        String address = old.replaceAll("/.*", "");
        // a cable has the two usable addresses of its network: the Engine's end has the one before
        int last = address.lastIndexOf('.') + 1;
        String hub = address.substring(0, last) + (Integer.parseInt(address.substring(last)) - 1);
        String there = first(engine, CABLE.formatted(hub));
        String here = first(device, CABLE.formatted(address));
        engine.shell("ip address add " + GATEWAY + "/30 dev " + there).orThrow("the other network");
        device.shell("ip address add " + ADDRESS + "/30 dev " + here + " && ip address del " + old + " dev " + here
                        + " && ip route add " + hub + "/32 via " + GATEWAY + " dev " + here)
                .orThrow("moving " + device.name());
        return ADDRESS;
    }

    private static String first(Host host, String question) {
        return host.shell(question).orThrow(question).strip();
    }
}
