package io.borealis.engine;

import io.borealis.protocol.MalformedValueException;
import io.borealis.protocol.tunnel.Endpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the Engine was told by its configuration. Immutable.
 *
 * @param idle how long a tunnel lives without operator activity
 * @param endpointHost where agents find the listener; empty for the address on which an agent's channel arrived
 * @param firstAccounts file of the accounts to make when there is none
 */
public record EngineSettings(
        EngineHome home, Duration idle, Optional<String> endpointHost, Optional<Path> firstAccounts) {
    private static final Duration DEFAULT_IDLE = Duration.ofMinutes(15);
    private static final int LONGEST_IDLE_SECONDS = 24 * 60 * 60;

    /** Reads the properties {@code borealis.…} through the lookup. */
    public static EngineSettings from(Function<String, Optional<String>> property) {
        return new EngineSettings(
                home(property),
                property.apply("borealis.idle-seconds")
                        .map(EngineSettings::idleSeconds)
                        .orElse(DEFAULT_IDLE),
                property.apply("borealis.endpoint.host").map(EngineSettings::endpointHost),
                property.apply("borealis.bootstrap.accounts").map(Path::of));
    }

    /** Where the Engine's files are; needed before anything else is. */
    public static EngineHome home(Function<String, Optional<String>> property) {
        Path root = property.apply("borealis.home")
                .map(Path::of)
                .or(() -> property.apply("jboss.server.base.dir")
                        .map(base -> Path.of(base).resolve("borealis")))
                .orElseThrow(() -> new IllegalStateException(
                        "borealis.home is not set: give the Engine its folder, for instance -Dborealis.home=…"));
        return new EngineHome(root.toAbsolutePath().normalize());
    }

    private static Duration idleSeconds(String text) {
        try {
            int seconds = Integer.parseInt(text);
            if (seconds >= 1 && seconds <= LONGEST_IDLE_SECONDS) {
                return Duration.ofSeconds(seconds);
            }
        } catch (NumberFormatException notANumber) {
            // told below, with the rule that was broken
        }
        throw new IllegalStateException("borealis.idle-seconds is 1 to " + LONGEST_IDLE_SECONDS + ", not " + text
                + "; the default is " + DEFAULT_IDLE.toSeconds());
    }

    /** An IPv6 address may stand in the brackets that it has in a URL. */
    private static String endpointHost(String text) {
        String host = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        try {
            return new Endpoint(host, 1).host();
        } catch (MalformedValueException malformed) {
            throw new IllegalStateException("borealis.endpoint.host is the DNS name or the IP address by which agents"
                    + " reach this host, without a port, not " + text);
        }
    }

    /** The host part of the endpoint for an agent that arrived on this address of ours. */
    public String endpointHostFor(String localAddress) {
        return endpointHost.orElseGet(() -> withoutZone(localAddress));
    }

    // A zone names an interface of this machine and means nothing on another
    private static String withoutZone(String address) {
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }
}
