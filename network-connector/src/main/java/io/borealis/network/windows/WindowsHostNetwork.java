package io.borealis.network.windows;

import io.borealis.network.Adapter;
import io.borealis.network.AdapterSettings;
import io.borealis.network.HostNetwork;
import io.borealis.network.HostNetworkException;
import io.borealis.network.Listener;
import io.borealis.network.ListenerSettings;
import org.jspecify.annotations.Nullable;

/**
 * The network of a Windows host: WireGuardNT, Windows Filtering Platform and IP Helper. The process must be elevated.
 * When it dies Windows removes adapter and filters with it. Thread-safe.
 */
public final class WindowsHostNetwork implements HostNetwork {

    private final DriverLibrary driver;
    private final Patience patience;
    private @Nullable NativeLibraries libraries;
    private @Nullable WindowsListener listener;
    private @Nullable WindowsAdapter adapter;
    private boolean installFailed;
    private boolean closed;

    /** Loads nothing yet. */
    public WindowsHostNetwork(DriverLibrary driver) {
        this(driver, Patience.WINDOWS);
    }

    WindowsHostNetwork(DriverLibrary driver, Patience patience) {
        this.driver = driver;
        this.patience = patience;
    }

    @Override
    public synchronized Listener listen(ListenerSettings settings) throws HostNetworkException {
        if (!settings.network().isPrivate()) {
            throw new IllegalArgumentException(
                    settings.network() + " is not a private network; take a part of 10.0.0.0/8, 172.16.0.0/12, "
                            + "192.168.0.0/16 or 100.64.0.0/10");
        }
        if (listener != null) {
            throw new IllegalStateException("this host listens already; one listener at a time");
        }
        WindowsListener opened = new ListenerOpening(libraries(), patience, settings).open(this::forgetListener);
        listener = opened;
        return opened;
    }

    @Override
    public synchronized Adapter install(AdapterSettings settings) throws HostNetworkException {
        if (adapter != null) {
            throw new IllegalStateException("this host has its adapter already; one at a time");
        }
        try {
            WindowsAdapter installed = WindowsAdapter.install(
                    libraries(), installFailed ? patience.afterFailure() : patience, settings, this::forgetAdapter);
            adapter = installed;
            installFailed = false;
            return installed;
        } catch (HostNetworkException failed) {
            installFailed = true;
            throw failed;
        }
    }

    private NativeLibraries libraries() throws HostNetworkException {
        if (closed) {
            throw new IllegalStateException("this host network was closed");
        }
        NativeLibraries loaded = libraries;
        if (loaded == null) {
            loaded = NativeLibraries.load(driver);
            DriverLog.listenTo(loaded.wireGuard());
            libraries = loaded;
        }
        return loaded;
    }

    private synchronized void forgetListener() {
        listener = null;
    }

    private synchronized void forgetAdapter() {
        adapter = null;
    }

    @Override
    public boolean movesPackets() {
        return true;
    }

    @Override
    public void close() throws HostNetworkException {
        WindowsAdapter openAdapter;
        WindowsListener openListener;
        NativeLibraries loaded;
        synchronized (this) {
            closed = true;
            openAdapter = adapter;
            openListener = listener;
            loaded = libraries;
            libraries = null;
        }
        // outside the lock: closing calls back, and may wait for a call that runs
        if (openAdapter != null) {
            openAdapter.close();
        }
        if (openListener != null) {
            openListener.close();
        }
        if (loaded != null) {
            DriverLog.stopListeningTo(loaded.wireGuard());
        }
    }
}
