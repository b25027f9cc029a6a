package io.borealis.engine.access;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The reverse proxies whose word about a caller's address is believed. From them alone {@code Forwarded} (RFC 7239) and
 * {@code X-Forwarded-For} are read, from the right: the first address that is no trusted proxy is the caller, and what
 * stands left of it was written by the caller. Immutable.
 */
public final class TrustedProxies {
    /** Nobody's word is believed: the other end of the connection is the caller. */
    public static final TrustedProxies NONE = new TrustedProxies(List.of());

    private static final int MOST = 64;
    private static final int MOST_HOPS = 32;
    private static final int LONGEST_PREFIX = 200;
    /** Segments of what needs no escape anywhere, none of which leads elsewhere. */
    private static final Pattern PREFIX = Pattern.compile("(/(?!\\.{1,2}(?:/|$))[A-Za-z0-9._~-]+)+");

    private final List<AddressRange> ranges;

    private TrustedProxies(List<AddressRange> ranges) {
        this.ranges = List.copyOf(ranges);
    }

    /**
     * Reads {@code borealis.trusted-proxies}: addresses and networks in CIDR form, separated by commas.
     *
     * @throws IllegalStateException when it cannot be read; the message says what is wrong and what would be right
     */
    public static TrustedProxies parse(Optional<String> property) {
        List<AddressRange> ranges = new ArrayList<>();
        for (String text : property.orElse("").split(",", -1)) {
            if (!text.isBlank()) {
                ranges.add(AddressRange.parse(text.strip())
                        .orElseThrow(() -> new IllegalStateException("borealis.trusted-proxies: " + text.strip()
                                + " is neither an address nor a network; write for instance 10.0.0.7, 2001:db8::/64")));
            }
        }
        if (ranges.size() > MOST) {
            throw new IllegalStateException(
                    "borealis.trusted-proxies has more than " + MOST + " entries; name networks instead");
        }
        return new TrustedProxies(ranges);
    }

    /**
     * The address of the caller, in its plain form.
     *
     * @param peer the other end of the connection
     * @param forwarded the lines of the header Forwarded, in order
     * @param forwardedFor the lines of the header X-Forwarded-For, in order
     */
    public String callerOf(String peer, List<String> forwarded, List<String> forwardedFor) {
        Optional<InetAddress> other = AddressRange.address(peer);
        if (other.isEmpty() || !isTrusted(other.get())) {
            return other.map(InetAddress::getHostAddress).orElse(peer);
        }
        InetAddress proxy = other.get();
        Optional<InetAddress> standard = forwarded.isEmpty()
                ? Optional.empty()
                : Optional.of(caller(proxy, ForwardedHops.ofForwarded(forwarded)));
        Optional<InetAddress> customary = forwardedFor.isEmpty()
                ? Optional.empty()
                : Optional.of(caller(proxy, ForwardedHops.ofForwardedFor(forwardedFor)));
        // A proxy writes one of them and may pass on the other as the caller wrote it: two that differ say nothing
        boolean differ = standard.isPresent() && customary.isPresent() && !standard.equals(customary);
        return (differ ? proxy : standard.or(() -> customary).orElse(proxy)).getHostAddress();
    }

    /**
     * The path under which a trusted proxy offers the Engine to browsers, as {@code /operations/borealis}; empty when it is
     * offered at the root, when nobody who is trusted says so, or when what is said is no path.
     *
     * @param peer the other end of the connection
     * @param forwardedPrefix the lines of the header X-Forwarded-Prefix; only one of them is believed
     */
    public String prefixBy(String peer, List<String> forwardedPrefix) {
        if (forwardedPrefix.size() != 1
                || AddressRange.address(peer).filter(this::isTrusted).isEmpty()) {
            return "";
        }
        String prefix = forwardedPrefix.get(0).strip();
        String path = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
        return path.length() <= LONGEST_PREFIX && PREFIX.matcher(path).matches() ? path : "";
    }

    private InetAddress caller(InetAddress proxy, List<String> hops) {
        InetAddress nearest = proxy;
        for (int i = hops.size() - 1, seen = 0; i >= 0 && seen < MOST_HOPS; i--, seen++) {
            Optional<InetAddress> hop = AddressRange.address(hops.get(i));
            if (hop.isEmpty()) {
                return nearest;
            }
            nearest = hop.get();
            if (!isTrusted(nearest)) {
                return nearest;
            }
        }
        return nearest;
    }

    private boolean isTrusted(InetAddress address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TrustedProxies that && ranges.equals(that.ranges);
    }

    @Override
    public int hashCode() {
        return ranges.hashCode();
    }

    @Override
    public String toString() {
        return "TrustedProxies" + Arrays.toString(ranges.toArray());
    }
}
