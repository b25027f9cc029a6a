package io.borealis.engine;

import io.borealis.engine.access.Role;
import io.borealis.engine.access.SessionLimits;
import io.borealis.engine.access.issuer.IssuerSettings;
import io.borealis.engine.access.request.RequestLimits;
import io.borealis.engine.activity.syslog.SyslogSettings;
import io.borealis.engine.terminal.TerminalLimits;
import io.borealis.engine.tunnel.TunnelLimits;
import io.borealis.protocol.MalformedValueException;
import io.borealis.protocol.tunnel.Endpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What the Engine was told by its configuration. Immutable.
 *
 * @param tunnels how long tunnels live
 * @param sessions how long operators stay signed in
 * @param terminals how long terminals wait for their operators
 * @param secondFactorRoles whoever has one of them must have a second factor
 * @param requests what may be asked for, and who may open ports
 * @param endpointHost where agents find the listener; empty for the address on which an agent's channel arrived
 * @param keyOverlap how long a key that devices must learn about stays good after its rotation
 * @param firstAccounts file of the accounts to make when there is none
 * @param issuer the company's identity provider, if there is one
 * @param syslog where the activity's lines go besides, if anywhere
 */
public record EngineSettings(
        EngineHome home,
        TunnelLimits tunnels,
        SessionLimits sessions,
        TerminalLimits terminals,
        Set<Role> secondFactorRoles,
        RequestLimits requests,
        Optional<String> endpointHost,
        Duration keyOverlap,
        Optional<Path> firstAccounts,
        Optional<IssuerSettings> issuer,
        Optional<SyslogSettings> syslog) {
    /** Two weeks: a device that is used in that time learns of a change. */
    public static final Duration USUAL_KEY_OVERLAP = Duration.ofDays(14);

    private static final int SHORTEST_OVERLAP = 60;
    private static final int LONGEST_OVERLAP = 366 * 24 * 60 * 60;

    /** Reads the properties {@code borealis.…} through the lookup. */
    public static EngineSettings from(Function<String, Optional<String>> property) {
        return new EngineSettings(
                home(property),
                TunnelLimits.from(property),
                SessionLimits.from(property),
                TerminalLimits.from(property),
                secondFactorRoles(property.apply("borealis.mfa.roles").orElse("")),
                RequestLimits.from(property),
                property.apply("borealis.endpoint.host").map(EngineSettings::endpointHost),
                keyOverlap(property.apply("borealis.keys.overlap-seconds")
                        .orElse(Long.toString(USUAL_KEY_OVERLAP.toSeconds()))),
                property.apply("borealis.bootstrap.accounts").map(Path::of),
                IssuerSettings.from(property),
                SyslogSettings.from(property));
    }

    private static Duration keyOverlap(String text) {
        if (text.matches("[0-9]{1,9}")
                && Integer.parseInt(text) >= SHORTEST_OVERLAP
                && Integer.parseInt(text) <= LONGEST_OVERLAP) {
            return Duration.ofSeconds(Integer.parseInt(text));
        }
        throw new IllegalStateException("borealis.keys.overlap-seconds is " + SHORTEST_OVERLAP + " to "
                + LONGEST_OVERLAP + ", not " + text + "; the default is " + USUAL_KEY_OVERLAP.toSeconds());
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

    private static Set<Role> secondFactorRoles(String text) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String name : text.split(",", -1)) {
            if (!name.isBlank()) {
                roles.add(Role.ofPerson(name.strip())
                        .orElseThrow(
                                () -> new IllegalStateException("borealis.mfa.roles is a list of admin, operator and"
                                        + " auditor, separated by commas, not " + text)));
            }
        }
        return roles;
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
