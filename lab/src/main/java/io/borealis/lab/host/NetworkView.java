package io.borealis.lab.host;

import io.borealis.lab.run.Output;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The network of one host as {@code ip}, {@code wg} and {@code nft} show it. Adapters of the product are the TUN
 * interfaces that the stand-in for the driver made. Immutable.
 */
public final class NetworkView {

    // one shell for each question: what is asked for must be answered within a moment
    private static final String EACH_ADAPTER = "for name in $(ls /sys/class/net); do case $name in bor*-*) ;; bor*) ";
    private static final String DONE = " ;; esac; done";

    private final Function<String, Output> shell;

    NetworkView(Function<String, Output> shell) {
        this.shell = shell;
    }

    private List<String> lines(String command) {
        return shell.apply(command).orThrow(command).lines().toList();
    }

    /** Names of the adapters that are installed, up or down. */
    public List<String> adapters() {
        return lines(EACH_ADAPTER + "echo $name" + DONE);
    }

    /** Whether an adapter is up: with a carrier, as the stand-in shows what Windows calls "media connected". */
    public boolean isAnyAdapterUp() {
        return lines(EACH_ADAPTER + "ip -o link show $name" + DONE).stream()
                .anyMatch(line -> line.matches(".*[<,]LOWER_UP[,>].*"));
    }

    /** Addresses on the adapters, with their prefix lengths. */
    public List<String> adapterAddresses() {
        return lines(EACH_ADAPTER + "ip -o address show dev $name" + DONE).stream()
                .map(line -> line.replaceAll(".* inet6? (\\S+) .*", "$1"))
                .toList();
    }

    /** The peers of the adapters, each as {@code key TAB allowed IPs}. */
    public List<String> peers() {
        return lines(EACH_ADAPTER + "wg show $name allowed-ips" + DONE);
    }

    /** Where the peers of the adapters were heard last, each as {@code key TAB address:port}. */
    public List<String> endpoints() {
        return lines(EACH_ADAPTER + "wg show $name endpoints" + DONE);
    }

    /** Whether a rule of the packet filter names the address. */
    public boolean filtersMention(String address) {
        return Pattern.compile("(?<![0-9.])" + Pattern.quote(address) + "(?![0-9.])")
                .matcher(shell.apply("nft list ruleset").orThrow("nft list ruleset"))
                .find();
    }

    /** The whole packet filter without its counters. */
    public String filters() {
        return shell.apply("nft --stateless list ruleset").orThrow("nft list ruleset");
    }

    /** All routes of the host, IPv4 and IPv6, without those that every interface has by itself. */
    public List<String> routes() {
        return java.util.stream.Stream.concat(
                        lines("ip -4 route show table all").stream(), lines("ip -6 route show table all").stream())
                .map(String::strip)
                .filter(line -> !line.contains("table local") && !line.contains("fe80::/64"))
                .filter(line -> !line.startsWith("multicast ff00::/8"))
                .sorted()
                .toList();
    }

    /** Addresses of all interfaces but the loopback's, with their prefix lengths. */
    public String addresses() {
        return shell.apply("ip -4 -o address show | grep -v '^1: lo '; true").text();
    }

    /** The lines of the name servers. */
    public String nameServers() {
        return shell.apply("grep '^nameserver' /etc/resolv.conf; true").text();
    }

    /** What name resolution is set to. */
    public String dns() {
        return shell.apply("cat /etc/resolv.conf /etc/nsswitch.conf /etc/hosts 2>/dev/null; true")
                .text();
    }
}
