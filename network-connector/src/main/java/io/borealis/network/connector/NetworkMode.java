package io.borealis.network.connector;

import io.borealis.network.HostNetwork;
import io.borealis.network.memory.InMemoryHostNetwork;
import io.borealis.network.windows.DriverLibrary;
import io.borealis.network.windows.WindowsHostNetwork;
import io.borealis.protocol.tunnel.TunnelNetwork;
import java.nio.file.Path;
import java.util.Optional;

/** Which of the two networks an Engine runs. */
enum NetworkMode {
    WINDOWS(TunnelNetwork.DEFAULT) {
        @Override
        HostNetwork open(Optional<Path> driverDirectory) {
            return new WindowsHostNetwork(
                    driverDirectory.map(DriverLibrary::inDirectory).orElseGet(DriverLibrary::onLibraryPath));
        }

        @Override
        void requireUsable(TunnelNetwork network) {
            if (!network.isPrivate()) {
                throw new IllegalArgumentException(
                        "a tunnel network is private (inside 10/8, 172.16/12, 192.168/16 or 100.64/10), which "
                                + network + " is not");
            }
        }
    },

    MEMORY(InMemoryHostNetwork.DEFAULT_NETWORK) {
        @Override
        HostNetwork open(Optional<Path> driverDirectory) {
            return new InMemoryHostNetwork();
        }

        @Override
        void requireUsable(TunnelNetwork network) {
            InMemoryHostNetwork.requireUsable(network);
        }
    };

    private final TunnelNetwork defaultNetwork;

    NetworkMode(TunnelNetwork defaultNetwork) {
        this.defaultNetwork = defaultNetwork;
    }

    TunnelNetwork defaultNetwork() {
        return defaultNetwork;
    }

    /** Loads nothing yet: a missing driver shows when something is opened on the host. */
    abstract HostNetwork open(Optional<Path> driverDirectory);

    /** @throws IllegalArgumentException with the reason, when this mode cannot use the network */
    abstract void requireUsable(TunnelNetwork network);
}
