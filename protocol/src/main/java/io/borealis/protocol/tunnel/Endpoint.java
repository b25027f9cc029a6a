package io.borealis.protocol.tunnel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.borealis.protocol.MalformedValueException;
import io.borealis.protocol.MalformedValueException.Kind;
import java.util.regex.Pattern;

/**
 * Where WireGuard datagrams are sent: a host name or address and a UDP port, {@code host:port} or {@code [v6]:port} on
 * the wire. The name is resolved at each raise, never once for ever. Immutable.
 */
public record Endpoint(String host, int port) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:]{2,39}(%[A-Za-z0-9]{1,15})?");

    public Endpoint {
        if (!NAME.matcher(host).matches()
                && !(host.contains(":") && IPV6.matcher(host).matches())) {
            throw new MalformedValueException(Kind.ENDPOINT, "the host of an endpoint is a DNS name or an IP address");
        }
        if (port < 1 || port > 65535) {
            throw new MalformedValueException(Kind.ENDPOINT, "the port of an endpoint is 1 to 65535, not " + port);
        }
    }

    /** @throws MalformedValueException when the text is not {@code host:port} */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Endpoint parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new MalformedValueException(Kind.ENDPOINT, "an endpoint is host:port, like engine.example.com:30000");
        }
        String host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.contains(":")) {
            throw new MalformedValueException(Kind.ENDPOINT, "an IPv6 endpoint is written [address]:port");
        }
        return new Endpoint(host, Integer.parseInt(text.substring(colon + 1)));
    }

    @Override
    @JsonValue
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
