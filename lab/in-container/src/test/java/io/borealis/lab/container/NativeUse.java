package io.borealis.lab.container;

import com.sun.jna.Native;
import io.borealis.network.HostNetworkException;
import io.borealis.network.connector.HostNetworkConnection;
import io.borealis.network.connector.HostNetworkFactory;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;

/** Uses the adapter and JNA's native half as soon as it is deployed. */
@Singleton
@Startup
public class NativeUse {

    @Resource(lookup = "java:/eis/borealis/HostNetwork")
    private HostNetworkFactory factory;

    @PostConstruct
    void use() {
        try (HostNetworkConnection connection = factory.getConnection()) {
            if (!connection.isHealthy() || Native.POINTER_SIZE == 0) {
                throw new IllegalStateException("the adapter is not up");
            }
        } catch (HostNetworkException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
