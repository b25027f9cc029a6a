package io.borealis.network.windows;

import io.borealis.network.Adapter;
import io.borealis.network.AdapterSettings;
import io.borealis.network.AgentTunnel;
import io.borealis.network.HostNetworkException;
import io.borealis.network.PeerStatistics;
import io.borealis.protocol.access.PortRule;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An agent's adapter on Windows. Thread-safe: raise, permit and drop run one at a time; reading the Engine's statistics
 * waits for none of them.
 */
final class WindowsAdapter implements Adapter {

    private static final Logger LOG = System.getLogger(WindowsAdapter.class.getName());

    private final NativeLibraries libraries;
    private final Patience patience;
    private final AdapterSettings settings;
    private final Runnable whenClosed;
    private final ReentrantLock changes = new ReentrantLock();
    private volatile DriverAdapter adapter;
    private volatile @Nullable RaisedTunnel raised;
    private boolean closed;

    private WindowsAdapter(
            NativeLibraries libraries,
            Patience patience,
            AdapterSettings settings,
            DriverAdapter adapter,
            Runnable whenClosed) {
        this.libraries = libraries;
        this.patience = patience;
        this.settings = settings;
        this.adapter = adapter;
        this.whenClosed = whenClosed;
    }

    static WindowsAdapter install(
            NativeLibraries libraries, Patience patience, AdapterSettings settings, Runnable whenClosed)
            throws HostNetworkException {
        DriverAdapter made = make(libraries, patience, settings);
        return new WindowsAdapter(libraries, patience, settings, made, whenClosed);
    }

    /** Made, down, and a host rather than a router from the start. */
    private static DriverAdapter make(NativeLibraries libraries, Patience patience, AdapterSettings settings)
            throws HostNetworkException {
        DriverAdapter made =
                new WireGuardDriver(libraries).create(Role.AGENT, settings.adapterName(), patience.create());
        try {
            made.down();
            new IpInterface(libraries.ipHelper(), made.luid(), patience.ipInterface()).await();
            return made;
        } catch (HostNetworkException | RuntimeException failed) {
            made.close();
            throw failed;
        }
    }

    @Override
    public void raise(AgentTunnel tunnel) throws HostNetworkException {
        changes.lock();
        try {
            if (closed) {
                throw new IllegalStateException("this adapter was closed");
            }
            if (raised != null) {
                throw new IllegalStateException("a tunnel is up already; one at a time");
            }
            if (adapter.isClosed()) {
                // it had to be removed after an earlier tunnel, and could not be made again then
                adapter = make(libraries, patience, settings);
            }
            RaisedTunnel raising = new RaisedTunnel(libraries, patience, adapter, tunnel);
            try {
                raising.raise(tunnel);
                raised = raising;
            } catch (HostNetworkException | RuntimeException failed) {
                takeDownAfter(failed, raising);
                throw failed;
            }
        } finally {
            changes.unlock();
        }
    }

    /** A tunnel whose ports cannot be replaced is dropped: it must not grant what was revoked. */
    @Override
    public void permit(Set<PortRule> ports) throws HostNetworkException {
        changes.lock();
        try {
            RaisedTunnel standing = raised;
            if (standing == null) {
                throw new IllegalStateException("no tunnel is up");
            }
            try {
                standing.permit(ports);
            } catch (HostNetworkException failed) {
                raised = null;
                takeDownAfter(failed, standing);
                throw failed;
            }
        } finally {
            changes.unlock();
        }
    }

    @Override
    public boolean findEngine() throws HostNetworkException {
        changes.lock();
        try {
            RaisedTunnel standing = raised;
            if (standing == null) {
                throw new IllegalStateException("no tunnel is up");
            }
            return standing.findEngine();
        } finally {
            changes.unlock();
        }
    }

    @Override
    public Optional<PeerStatistics> engine() throws HostNetworkException {
        RaisedTunnel standing = raised;
        if (standing == null) {
            return Optional.empty();
        }
        try {
            return standing.engine();
        } catch (HostNetworkException failed) {
            if (raised != standing) {
                return Optional.empty();
            }
            throw failed;
        }
    }

    @Override
    public void drop() throws HostNetworkException {
        changes.lock();
        try {
            RaisedTunnel standing = raised;
            if (standing != null) {
                raised = null;
                takeDown(standing);
            }
        } finally {
            changes.unlock();
        }
    }

    private void takeDownAfter(Exception failure, RaisedTunnel standing) {
        try {
            takeDown(standing);
        } catch (HostNetworkException again) {
            failure.addSuppressed(again);
        }
    }

    /** When Windows does not let go of something the adapter is removed with all it holds, and made again. */
    private void takeDown(RaisedTunnel standing) throws HostNetworkException {
        if (standing.takeDown().isEmpty()) {
            return;
        }
        LOG.log(Level.WARNING, "The adapter \"{0}\" is made again, because it kept something", settings.adapterName());
        adapter.close();
        standing.releaseFilters();
        adapter = make(libraries, patience, settings);
    }

    @Override
    public String driverVersion() {
        return adapter.driverVersion();
    }

    @Override
    public void close() throws HostNetworkException {
        changes.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            RaisedTunnel standing = raised;
            raised = null;
            if (standing != null) {
                standing.takeDown();
            }
            adapter.close();
            if (standing != null) {
                standing.releaseFilters();
            }
        } finally {
            changes.unlock();
        }
        whenClosed.run();
    }
}
