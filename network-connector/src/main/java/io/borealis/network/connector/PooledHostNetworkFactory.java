package io.borealis.network.connector;

import io.borealis.network.HostNetworkException;
import io.borealis.network.HostNetworkException.Step;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import javax.naming.NamingException;
import javax.naming.Reference;
import org.jspecify.annotations.Nullable;

/** The factory that the container binds: every connection comes through its pool. */
final class PooledHostNetworkFactory implements HostNetworkFactory {

    private static final long serialVersionUID = 1;

    private final HostNetworkManagedConnectionFactory managed;
    private final transient ConnectionManager connections;
    private @Nullable Reference reference;

    PooledHostNetworkFactory(HostNetworkManagedConnectionFactory managed, ConnectionManager connections) {
        this.managed = managed;
        this.connections = connections;
    }

    @Override
    public HostNetworkConnection getConnection() throws HostNetworkException {
        try {
            return (HostNetworkConnection) connections.allocateConnection(managed, null);
        } catch (ResourceException refused) {
            throw new HostNetworkException(
                    Step.REACH_LISTENER, 0, "the server gave no connection: " + refused.getMessage());
        }
    }

    @Override
    public void setReference(Reference given) {
        reference = given;
    }

    @Override
    public Reference getReference() throws NamingException {
        if (reference == null) {
            throw new NamingException("this factory was not bound by a container");
        }
        return reference;
    }
}
