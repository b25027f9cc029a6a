package io.borealis.network.connector;

import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.IllegalStateException;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterAssociation;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.Subject;
import org.jspecify.annotations.Nullable;

/**
 * Makes the connections that the container pools. They are all alike, and as cheap as their handles: what is dear is
 * the adapter's one listener. Two factories are equal when they belong to equal adapters.
 */
public final class HostNetworkManagedConnectionFactory implements ManagedConnectionFactory, ResourceAdapterAssociation {

    private static final long serialVersionUID = 1;

    private transient @Nullable HostNetworkResourceAdapter adapter;
    private transient @Nullable PrintWriter logWriter;

    @Override
    public HostNetworkFactory createConnectionFactory(ConnectionManager connections) {
        return new PooledHostNetworkFactory(this, connections);
    }

    /** Outside a container there is no listener to connect to. */
    @Override
    public Object createConnectionFactory() throws ResourceException {
        throw new NotSupportedException("connections to the host's network exist inside the Engine's server only");
    }

    @Override
    public ManagedConnection createManagedConnection(@Nullable Subject subject, @Nullable ConnectionRequestInfo info)
            throws ResourceException {
        HostNetworkResourceAdapter associated = adapter;
        if (associated == null) {
            throw new IllegalStateException("the factory was not associated with its resource adapter");
        }
        return new HostNetworkManagedConnection(associated);
    }

    /** Any connection of this factory's adapter will do; null, as the specification wants, when there is none. */
    @Override
    @SuppressWarnings("rawtypes")
    public @Nullable ManagedConnection matchManagedConnections(
            Set candidates, @Nullable Subject subject, @Nullable ConnectionRequestInfo info) {
        Optional<HostNetworkManagedConnection> match = Optional.empty();
        for (Object candidate : candidates) {
            if (candidate instanceof HostNetworkManagedConnection connection && connection.belongsTo(adapter)) {
                match = Optional.of(connection);
            }
        }
        return match.orElse(null);
    }

    @Override
    public @Nullable ResourceAdapter getResourceAdapter() {
        return adapter;
    }

    @Override
    public void setResourceAdapter(ResourceAdapter resourceAdapter) throws ResourceException {
        if (adapter != null) {
            throw new IllegalStateException("a factory is associated once and for all");
        }
        if (!(resourceAdapter instanceof HostNetworkResourceAdapter hostNetwork)) {
            throw new ResourceException("this factory belongs to a HostNetworkResourceAdapter");
        }
        adapter = hostNetwork;
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return logWriter;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        logWriter = out;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HostNetworkManagedConnectionFactory that && Objects.equals(adapter, that.adapter);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(adapter);
    }
}
