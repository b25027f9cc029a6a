package io.borealis.web.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Who shares one measure of requests. Immutable.
 *
 * @param known whether an access token proved it
 * @param name the subject of the token, or the address; of IPv6 the /64, which is one customer
 */
record Caller(boolean known, String name) {

    private static final int NETWORK_BYTES = 8;

    static Caller of(String subject) {
        return new Caller(true, subject);
    }

    static Caller of(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet6Address) {
            return new Caller(false, HexFormat.of().formatHex(Arrays.copyOf(bytes, NETWORK_BYTES)));
        }
        return new Caller(false, address.getHostAddress());
    }
}
