package io.borealis.engine.activity;

/**
 * What of a remote address counts as one caller: an IPv4 address as a whole, and the first half of an IPv6 address,
 * because whoever has one IPv6 network has 2^64 addresses in it.
 */
public final class AddressBlock {
    private static final int PREFIX_GROUPS = 4;

    private AddressBlock() {}

    /** For an address in the form in which the server tells it; any other text is its own block. */
    public static String of(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        String[] halves = address.split("::", -1);
        String[] front = halves[0].isEmpty() ? new String[0] : halves[0].split(":", -1);
        StringBuilder prefix = new StringBuilder();
        for (int i = 0; i < PREFIX_GROUPS; i++) {
            prefix.append(i < front.length ? front[i] : "0").append(':');
        }
        return prefix.append(":/64").toString();
    }
}
