package io.borealis.lab.fault;

import io.borealis.lab.host.Host;

/** Packets that do not leave or reach a device while this is open; what is lost is lost without a word. */
final class Cut implements AutoCloseable {

    private final Host host;

    private Cut(Host host, String of) {
        this.host = host;
        host.shell("nft 'add table inet lab_fault;"
                        + " add chain inet lab_fault out { type filter hook output priority -300; };"
                        + " add chain inet lab_fault in { type filter hook input priority -300; };"
                        + " add rule inet lab_fault out " + of.formatted("daddr", "dport") + " drop;"
                        + " add rule inet lab_fault in " + of.formatted("saddr", "sport") + " drop'")
                .orThrow("cutting " + host.name());
    }

    /** Everything on the device's cable. */
    static Cut network(Host host) {
        return new Cut(host, "ip %1$s 192.168.0.0/16");
    }

    static Cut udp(Host host, int port) {
        return new Cut(host, "udp %2$s " + port);
    }

    static Cut tcp(Host host, int port) {
        return new Cut(host, "tcp %2$s " + port);
    }

    @Override
    public void close() {
        host.shell("nft delete table inet lab_fault").orThrow("joining " + host.name());
    }
}
