package io.borealis.agent.tunnel;

import io.borealis.agent.device.AgentSettings;
import io.borealis.agent.device.AgentSettings.NetworkMode;
import io.borealis.network.HostNetwork;
import io.borealis.network.memory.InMemoryHostNetwork;
import io.borealis.network.windows.DriverLibrary;
import io.borealis.network.windows.WindowsHostNetwork;

/** Chooses the network that the settings ask for; neither touches the host before it is used. */
public final class HostNetworks {

    private HostNetworks() {}

    public static HostNetwork of(AgentSettings settings) {
        if (settings.networkMode() == NetworkMode.MEMORY) {
            return new InMemoryHostNetwork();
        }
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        return new WindowsHostNetwork(settings.driverDirectory()
                .filter(directory -> windows)
                .map(DriverLibrary::inDirectory)
                .orElseGet(DriverLibrary::onLibraryPath));
    }
}
