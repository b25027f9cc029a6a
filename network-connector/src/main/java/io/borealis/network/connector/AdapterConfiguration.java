package io.borealis.network.connector;

import io.borealis.network.ListenerSettings;
import io.borealis.protocol.tunnel.TunnelNetwork;
import io.borealis.protocol.tunnel.WireGuardSecret;
import jakarta.resource.spi.ResourceAdapterInternalException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The adapter's properties after every one of them was judged. Immutable. */
record AdapterConfiguration(
        NetworkMode mode,
        Optional<Path> driverDirectory,
        int listenPort,
        String adapterName,
        TunnelNetwork network,
        int mtu,
        Path keyFile) {

    /** @throws ResourceAdapterInternalException one sentence: property, value, rule and cure */
    static AdapterConfiguration of(AdapterProperties properties) throws ResourceAdapterInternalException {
        NetworkMode mode = mode(properties.mode());
        return new AdapterConfiguration(
                mode,
                driverDirectory(properties.driverDirectory()),
                listenPort(properties.listenPort()),
                adapterName(properties.adapterName()),
                network(properties.network(), mode),
                mtu(properties.mtu()),
                keyFile(properties));
    }

    ListenerSettings listenerSettings(WireGuardSecret privateKey) {
        return new ListenerSettings(adapterName, listenPort, network, mtu, privateKey);
    }

    private static NetworkMode mode(String value) throws ResourceAdapterInternalException {
        for (NetworkMode mode : NetworkMode.values()) {
            if (mode.name().toLowerCase(Locale.ROOT).equals(value)) {
                return mode;
            }
        }
        String modes = Arrays.stream(NetworkMode.values())
                .map(mode -> mode.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" or "));
        throw refused("mode", value, "a network's mode is " + modes, "set borealis.network.mode to one of them");
    }

    private static Optional<Path> driverDirectory(String value) throws ResourceAdapterInternalException {
        return value.isBlank()
                ? Optional.empty()
                : Optional.of(absolute("driverDirectory", value, "borealis.network.driver-directory"));
    }

    private static int listenPort(String value) throws ResourceAdapterInternalException {
        int port = number(value);
        if (port < 1 || port > 65535 || port == 443) {
            throw refused(
                    "listenPort",
                    value,
                    "a UDP port is 1 to 65535 and never 443",
                    "set borealis.network.listen-port, " + ListenerSettings.DEFAULT_PORT + " by default");
        }
        return port;
    }

    private static String adapterName(String value) throws ResourceAdapterInternalException {
        if (value.isBlank() || value.length() > 127) {
            throw refused(
                    "adapterName",
                    value,
                    "an adapter's name has 1 to 127 characters",
                    "set borealis.network.adapter-name");
        }
        return value;
    }

    private static TunnelNetwork network(String value, NetworkMode mode) throws ResourceAdapterInternalException {
        if (value.isBlank()) {
            return mode.defaultNetwork();
        }
        try {
            TunnelNetwork network = TunnelNetwork.parse(value);
            mode.requireUsable(network);
            return network;
        } catch (IllegalArgumentException unusable) {
            throw refused(
                    "network",
                    value,
                    String.valueOf(unusable.getMessage()),
                    "set borealis.network.network, for instance to " + mode.defaultNetwork());
        }
    }

    private static int mtu(String value) throws ResourceAdapterInternalException {
        int mtu = number(value);
        if (mtu < 1280 || mtu > 9000) {
            throw refused(
                    "mtu",
                    value,
                    "an MTU is 1280 to 9000 bytes",
                    "set borealis.network.mtu, " + ListenerSettings.DEFAULT_MTU + " by default");
        }
        return mtu;
    }

    private static Path keyFile(AdapterProperties properties) throws ResourceAdapterInternalException {
        if (!properties.keyFile().isBlank()) {
            return absolute("keyFile", properties.keyFile(), "borealis.network.key-file");
        }
        return home(properties).resolve(Path.of("Engine", "Certificates", "VPN_Server", "engine-wireguard.key"));
    }

    private static Path home(AdapterProperties properties) throws ResourceAdapterInternalException {
        return properties.home().isBlank()
                ? absolute("serverDirectory", properties.serverDirectory(), "jboss.server.base.dir")
                        .resolve("borealis")
                : absolute("home", properties.home(), "borealis.home");
    }

    private static Path absolute(String property, String value, String setting)
            throws ResourceAdapterInternalException {
        try {
            Path path = Path.of(value);
            if (path.isAbsolute()) {
                return path.normalize();
            }
        } catch (InvalidPathException malformed) {
            throw refused(property, value, "it is no path: " + malformed.getReason(), "set " + setting);
        }
        throw refused(property, value, "it must be an absolute path", "set " + setting + " to one");
    }

    /** -1, which no property allows, when it is no number. */
    private static int number(String value) {
        return value.matches("[0-9]{1,6}") ? Integer.parseInt(value) : -1;
    }

    private static ResourceAdapterInternalException refused(String property, String value, String rule, String cure) {
        return new ResourceAdapterInternalException(property + " is '" + value + "', but " + rule + ": " + cure);
    }
}
