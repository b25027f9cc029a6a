package io.borealis.protocol.access;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.borealis.protocol.MalformedValueException;
import io.borealis.protocol.MalformedValueException.Kind;
import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A port, or a range of ports, of one transport that the Engine may reach on a device: {@code tcp/3389} or
 * {@code udp/5000-5010} on the wire. Immutable; sorted by transport, then port.
 */
public record PortRule(Transport transport, int first, int last) implements Comparable<PortRule> {

    /** The transports that a rule can speak of, with their IANA protocol numbers. */
    public enum Transport {
        TCP(6),
        UDP(17);

        private final int protocolNumber;

        Transport(int protocolNumber) {
            this.protocolNumber = protocolNumber;
        }

        public int protocolNumber() {
            return protocolNumber;
        }
    }

    private static final Pattern FORM = Pattern.compile("(tcp|udp)/([0-9]{1,5})(?:-([0-9]{1,5}))?");
    private static final Comparator<PortRule> ORDER = Comparator.comparing(PortRule::transport)
            .thenComparing(PortRule::first)
            .thenComparing(PortRule::last);

    public PortRule {
        if (first < 1 || last > 65535 || first > last) {
            throw new MalformedValueException(
                    Kind.PORT_RULE, "ports are 1 to 65535, the lower first; got " + first + "-" + last);
        }
    }

    public static PortRule tcp(int port) {
        return new PortRule(Transport.TCP, port, port);
    }

    public static PortRule udp(int port) {
        return new PortRule(Transport.UDP, port, port);
    }

    /** @throws MalformedValueException when the text is not {@code tcp/PORT}, {@code udp/PORT} or a range of them */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static PortRule parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new MalformedValueException(
                    Kind.PORT_RULE, "a port rule is tcp/PORT, udp/PORT or a range like tcp/5000-5010");
        }
        int first = Integer.parseInt(form.group(2));
        int last = form.group(3) == null ? first : Integer.parseInt(form.group(3));
        return new PortRule(Transport.valueOf(form.group(1).toUpperCase(Locale.ROOT)), first, last);
    }

    public boolean isSinglePort() {
        return first == last;
    }

    public boolean covers(Transport wanted, int port) {
        return transport == wanted && first <= port && port <= last;
    }

    @Override
    public int compareTo(PortRule other) {
        return ORDER.compare(this, other);
    }

    @Override
    @JsonValue
    public String toString() {
        return transport.name().toLowerCase(Locale.ROOT) + "/" + first + (isSinglePort() ? "" : "-" + last);
    }
}
