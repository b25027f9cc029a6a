package io.borealis.lab.host;

import io.borealis.lab.run.Commands;
import io.borealis.lab.run.LabException;
import io.borealis.lab.run.Run;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The private addresses of a run's cables: one {@code 192.168.x.0/24} that nothing on this machine uses, cut into
 * pairs. Immutable.
 */
public record Underlay(int third) {

    static final int LINK_PREFIX = 30;
    static final int LINK_PREFIX_IN_IPV6 = 64;

    private static final Pattern ADDRESS = Pattern.compile("\\b192\\.168\\.([0-9]{1,3})\\.[0-9]{1,3}\\b");

    /** Looks at the addresses and routes of this machine; starts at a place of the run's own so that runs spread. */
    public static Underlay free(Run run) {
        String inUse = Commands.run("ip", "-4", "address", "show").text()
                + Commands.run("ip", "-4", "route", "show").text();
        if (inUse.contains("192.168.0.0/16")) {
            throw new LabException("192.168.0.0/16 is routed on this machine as a whole; the lab has no address left");
        }
        boolean[] taken = new boolean[256];
        var found = ADDRESS.matcher(inUse);
        while (found.find()) {
            taken[Math.min(255, Integer.parseInt(found.group(1)))] = true;
        }
        int start = Math.floorMod(run.hashCode(), 200);
        return IntStream.range(0, 200)
                .map(i -> 20 + (start + i) % 200)
                .filter(candidate -> !taken[candidate])
                .mapToObj(Underlay::new)
                .findFirst()
                .orElseThrow(() -> new LabException("no network 192.168.x.0/24 is free on this machine"));
    }

    /** The same cable's hub in IPv6; the prefix is this run's alone (RFC 4193). */
    String hubInIpv6(int link) {
        return ipv6(link) + "1";
    }

    String leafInIpv6(int link) {
        return ipv6(link) + "2";
    }

    private String ipv6(int link) {
        return "fd62:6f72:6561:" + Integer.toHexString(256 * third + link) + "::";
    }

    String hub(int link) {
        return "192.168." + third + "." + (4 * link + 1);
    }

    String leaf(int link) {
        return "192.168." + third + "." + (4 * link + 2);
    }

    /** Addresses beside those of the cables, for one machine to be many callers; none is on a cable. */
    String strangers() {
        return "192.168." + third + ".192/26";
    }

    /** @param number 0 to 63 */
    String stranger(int number) {
        return "192.168." + third + "." + (192 + number);
    }

    /** The address of a stranger for whom the Engine is at this address. */
    public static String strangerTo(String engineAddress, int number) {
        String[] bytes = engineAddress.split("\\.");
        return new Underlay(Integer.parseInt(bytes[2])).stranger(number);
    }
}
