package io.borealis.protocol.tunnel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.borealis.protocol.MalformedValueException;
import io.borealis.protocol.MalformedValueException.Kind;

/**
 * The prefix from which the Engine and every device get their /32, {@code 10.255.0.0/16} unless configured. The first
 * host address is the Engine's. Immutable.
 */
public record TunnelNetwork(TunnelAddress base, int prefixLength) {

    /** The network of an Engine that was not told another one. */
    public static final TunnelNetwork DEFAULT = parse("10.255.0.0/16");

    public TunnelNetwork {
        if (prefixLength < 8 || prefixLength > 29) {
            throw new MalformedValueException(
                    Kind.TUNNEL_NETWORK,
                    "the tunnel network must be /8 to /29 so that devices find room, it is /" + prefixLength);
        }
        if ((base.value() & ~maskOf(prefixLength)) != 0) {
            throw new MalformedValueException(
                    Kind.TUNNEL_NETWORK,
                    "host bits are set; the network is " + new TunnelAddress(base.value() & maskOf(prefixLength)) + "/"
                            + prefixLength);
        }
    }

    /** @throws MalformedValueException when the text is not {@code a.b.c.d/n} without host bits, n from 8 to 29 */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static TunnelNetwork parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 2 || !parts[1].matches("[0-9]{1,2}")) {
            throw new MalformedValueException(
                    Kind.TUNNEL_NETWORK, "a tunnel network is an address and a prefix length, like 10.255.0.0/16");
        }
        return new TunnelNetwork(TunnelAddress.parse(parts[0]), Integer.parseInt(parts[1]));
    }

    private static int maskOf(int prefixLength) {
        return -1 << (32 - prefixLength);
    }

    /** The netmask in host order. */
    public int mask() {
        return maskOf(prefixLength);
    }

    public TunnelAddress engineAddress() {
        return new TunnelAddress(base.value() + 1);
    }

    /** The n-th device address, counted from 0; the Engine's own address and the broadcast address are never given. */
    public TunnelAddress deviceAddress(int n) {
        if (n < 0 || n >= deviceCapacity()) {
            throw new IndexOutOfBoundsException("device " + n + " of " + deviceCapacity() + " in " + this);
        }
        return new TunnelAddress(base.value() + 2 + n);
    }

    /** How many devices find room: all addresses but network, Engine and broadcast. */
    public int deviceCapacity() {
        return (1 << (32 - prefixLength)) - 3;
    }

    public boolean contains(TunnelAddress address) {
        return (address.value() & mask()) == base.value();
    }

    /** Whether the whole network lies in 10/8, 172.16/12, 192.168/16 (RFC 1918) or 100.64/10 (RFC 6598). */
    public boolean isPrivate() {
        return within("10.0.0.0", 8)
                || within("172.16.0.0", 12)
                || within("192.168.0.0", 16)
                || within("100.64.0.0", 10);
    }

    /** Whether the network lies in 127/8: only the simulated network may use it. */
    public boolean isLoopback() {
        return within("127.0.0.0", 8);
    }

    private boolean within(String address, int length) {
        return prefixLength >= length
                && (base.value() & maskOf(length))
                        == TunnelAddress.parse(address).value();
    }

    @Override
    @JsonValue
    public String toString() {
        return base + "/" + prefixLength;
    }
}
