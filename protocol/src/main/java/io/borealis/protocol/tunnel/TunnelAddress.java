package io.borealis.protocol.tunnel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.borealis.protocol.MalformedValueException;
import io.borealis.protocol.MalformedValueException.Kind;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** One IPv4 address inside the tunnels, always used as a /32. {@code value} is in host order. Immutable. */
public record TunnelAddress(int value) implements Comparable<TunnelAddress> {

    /** @throws MalformedValueException when the text is not a dotted quad */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static TunnelAddress parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            throw malformed();
        }
        int value = 0;
        for (String part : parts) {
            if (part.isEmpty() || part.length() > 3 || !part.chars().allMatch(c -> c >= '0' && c <= '9')) {
                throw malformed();
            }
            int octet = Integer.parseInt(part);
            if (octet > 255 || (part.length() > 1 && part.charAt(0) == '0')) {
                throw malformed();
            }
            value = value << 8 | octet;
        }
        return new TunnelAddress(value);
    }

    private static MalformedValueException malformed() {
        return new MalformedValueException(
                Kind.TUNNEL_ADDRESS, "a tunnel address is four numbers from 0 to 255 joined by dots, like 10.255.0.7");
    }

    /** The four bytes in network order. */
    public byte[] toBytes() {
        return new byte[] {(byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value};
    }

    public Inet4Address toInetAddress() {
        try {
            return (Inet4Address) InetAddress.getByAddress(toBytes());
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("four bytes are always an IPv4 address", impossible);
        }
    }

    @Override
    public int compareTo(TunnelAddress other) {
        return Integer.compareUnsigned(value, other.value);
    }

    @Override
    @JsonValue
    public String toString() {
        return (value >>> 24) + "." + (value >>> 16 & 255) + "." + (value >>> 8 & 255) + "." + (value & 255);
    }
}
