package io.borealis.network.connector;

import io.borealis.network.HostNetworkException;
import jakarta.resource.Referenceable;
import java.io.Serializable;

/** Hands out connections to this host's network; found under {@code java:/eis/borealis/HostNetwork}. Thread-safe. */
public interface HostNetworkFactory extends Serializable, Referenceable {

    /** @throws HostNetworkException when the adapter is not running or has no connection left to give */
    HostNetworkConnection getConnection() throws HostNetworkException;
}
