package io.borealis.engine.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** A network of IPv4 or IPv6, or a single address. Immutable. Nothing here asks a name server. */
record AddressRange(InetAddress first, int prefix) {
    // Without leading zeros, which some read as octal
    private static final String OCTET = "(0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:]{2,39}(" + IPV4 + ")?");

    static Optional<AddressRange> parse(String text) {
        int slash = text.indexOf('/');
        Optional<InetAddress> first = address(slash < 0 ? text : text.substring(0, slash));
        if (first.isEmpty()) {
            return Optional.empty();
        }
        int longest = first.get().getAddress().length * 8;
        if (slash < 0) {
            return Optional.of(new AddressRange(first.get(), longest));
        }
        String length = text.substring(slash + 1);
        if (!length.matches("[0-9]{1,3}") || Integer.parseInt(length) > longest) {
            return Optional.empty();
        }
        return Optional.of(new AddressRange(first.get(), Integer.parseInt(length)));
    }

    /** The address that a text is; empty for everything else, names included. An interface after % is left out. */
    static Optional<InetAddress> address(String text) {
        int zone = text.indexOf('%');
        String plain = zone < 0 ? text : text.substring(0, zone);
        boolean form = IPV4.matcher(plain).matches()
                || (plain.indexOf(':') >= 0 && IPV6.matcher(plain).matches());
        if (!form) {
            return Optional.empty();
        }
        try {
            // In brackets nothing is looked up, however the text fails to be an address
            return Optional.of(InetAddress.getByName(plain.indexOf(':') < 0 ? plain : "[" + plain + "]"));
        } catch (UnknownHostException outOfRange) {
            return Optional.empty();
        }
    }

    boolean contains(InetAddress address) {
        byte[] own = first.getAddress();
        byte[] other = address.getAddress();
        if (own.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((own[bit / 8] & mask) != (other[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return first.getHostAddress() + "/" + prefix;
    }
}
