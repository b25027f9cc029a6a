package io.borealis.agent.tunnel;

import io.borealis.network.Adapter;
import io.borealis.network.AdapterSettings;
import io.borealis.network.HostNetwork;
import io.borealis.network.HostNetworkException;
import org.jspecify.annotations.Nullable;

/**
 * The adapter of this device, installed at the start of the agent or, when that failed, at the next raise. Belongs to
 * one thread.
 */
final class InstalledAdapter {

    private final HostNetwork network;
    private final AdapterSettings settings;
    private @Nullable Adapter adapter;

    InstalledAdapter(HostNetwork network, AdapterSettings settings) {
        this.network = network;
        this.settings = settings;
    }

    Adapter get() throws HostNetworkException {
        Adapter installed = adapter;
        if (installed == null) {
            installed = network.install(settings);
            adapter = installed;
        }
        return installed;
    }

    /** Down, when it was ever installed. */
    void drop() throws HostNetworkException {
        if (adapter != null) {
            adapter.drop();
        }
    }

    void remove() throws HostNetworkException {
        adapter = null;
        network.close();
    }
}
