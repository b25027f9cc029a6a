package io.borealis.network.connector;

import io.borealis.network.HostNetworkException;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.IllegalStateException;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionMetaData;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.security.auth.Subject;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/** What the container pools: a place where handles live, on the adapter's one listener. */
final class HostNetworkManagedConnection implements ManagedConnection {

    private final HostNetworkResourceAdapter adapter;
    private final Set<HostNetworkHandle> handles = ConcurrentHashMap.newKeySet();
    private final List<ConnectionEventListener> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean destroyed;
    private @Nullable PrintWriter logWriter;

    HostNetworkManagedConnection(HostNetworkResourceAdapter adapter) {
        this.adapter = adapter;
    }

    boolean belongsTo(@Nullable HostNetworkResourceAdapter other) {
        return adapter == other && !destroyed;
    }

    @Override
    public Object getConnection(@Nullable Subject subject, @Nullable ConnectionRequestInfo info)
            throws ResourceException {
        requireAlive();
        HostNetworkHandle handle = new HostNetworkHandle(this);
        handles.add(handle);
        return handle;
    }

    @Override
    public void associateConnection(Object connection) throws ResourceException {
        requireAlive();
        if (!(connection instanceof HostNetworkHandle handle)) {
            throw new ResourceException("only handles of this adapter can be associated");
        }
        handle.moveTo(this);
    }

    void adopt(HostNetworkHandle handle) {
        handles.add(handle);
    }

    void disown(HostNetworkHandle handle) {
        handles.remove(handle);
    }

    private void requireAlive() throws IllegalStateException {
        if (destroyed) {
            throw new IllegalStateException("this managed connection was destroyed");
        }
    }

    /** The handle was closed by its user. */
    void closed(HostNetworkHandle handle) {
        if (handles.remove(handle)) {
            ConnectionEvent event = new ConnectionEvent(this, ConnectionEvent.CONNECTION_CLOSED);
            event.setConnectionHandle(handle);
            listeners.forEach(listener -> listener.connectionClosed(event));
        }
    }

    /** @throws HostNetworkException when the adapter is stopped; the container then drops this connection */
    SharedListener listener() throws HostNetworkException {
        try {
            return adapter.listener();
        } catch (HostNetworkException stopped) {
            ConnectionEvent event = new ConnectionEvent(this, ConnectionEvent.CONNECTION_ERROR_OCCURRED, stopped);
            listeners.forEach(listener -> listener.connectionErrorOccurred(event));
            throw stopped;
        }
    }

    /** Forgets the handles that were not given back; every tunnel stands. */
    @Override
    public void cleanup() {
        handles.forEach(HostNetworkHandle::invalidate);
        handles.clear();
    }

    @Override
    public void destroy() {
        destroyed = true;
        cleanup();
    }

    @Override
    public void addConnectionEventListener(ConnectionEventListener listener) {
        listeners.add(listener);
    }

    @Override
    public void removeConnectionEventListener(ConnectionEventListener listener) {
        listeners.remove(listener);
    }

    @Override
    public XAResource getXAResource() throws NotSupportedException {
        throw noTransactions();
    }

    @Override
    public LocalTransaction getLocalTransaction() throws NotSupportedException {
        throw noTransactions();
    }

    private static NotSupportedException noTransactions() {
        return new NotSupportedException("peers are admitted and evicted outside of transactions (NoTransaction)");
    }

    @Override
    public ManagedConnectionMetaData getMetaData() throws ResourceException {
        requireAlive();
        return new HostNetworkMetaData(adapter.getMode());
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return logWriter;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        logWriter = out;
    }
}
