package io.borealis.network.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.borealis.network.HostNetworkException;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ManagedConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a container's pool relies on. */
final class ManagedConnectionTest extends AdapterFixture implements ConnectionEventListener {

    private final HostNetworkManagedConnectionFactory factory = new HostNetworkManagedConnectionFactory();
    private final List<ConnectionEvent> events = new ArrayList<>();
    private ManagedConnection managed;

    @BeforeEach
    void start() throws Exception {
        adapter.start(container);
        factory.setResourceAdapter(adapter);
        managed = factory.createManagedConnection(null, null);
        managed.addConnectionEventListener(this);
    }

    private HostNetworkConnection handle() throws ResourceException {
        return (HostNetworkConnection) managed.getConnection(null, null);
    }

    @Test
    void matchesAConnectionOfItsOwnAndNothingElse() throws Exception {
        assertThat(factory.matchManagedConnections(Set.of(managed), null, null)).isSameAs(managed);
        assertThat(factory.matchManagedConnections(Set.of(), null, null)).isNull();
        HostNetworkManagedConnectionFactory other = new HostNetworkManagedConnectionFactory();
        other.setResourceAdapter(newAdapter());
        assertThat(other.matchManagedConnections(Set.of(managed), null, null)).isNull();
        managed.destroy();
        assertThat(factory.matchManagedConnections(Set.of(managed), null, null)).isNull();
    }

    @Test
    void equalsAFactoryOfAnEqualAdapter() throws Exception {
        HostNetworkManagedConnectionFactory same = new HostNetworkManagedConnectionFactory();
        assertThat(same).isNotEqualTo(factory);
        same.setResourceAdapter(newAdapter());
        assertThat(same).isEqualTo(factory).hasSameHashCodeAs(factory);
    }

    @Test
    void isAssociatedWithItsAdapterOnce() {
        assertThatExceptionOfType(ResourceException.class).isThrownBy(() -> factory.setResourceAdapter(adapter));
        assertThatExceptionOfType(NotSupportedException.class).isThrownBy(factory::createConnectionFactory);
        assertThatExceptionOfType(ResourceException.class)
                .isThrownBy(() -> new HostNetworkManagedConnectionFactory().createManagedConnection(null, null));
    }

    @Test
    void tellsThePoolOnceThatAHandleWasClosed() throws Exception {
        HostNetworkConnection handle = handle();
        handle.close();
        handle.close();
        assertThat(events).hasSize(1);
        assertThat(events.get(0).getId()).isEqualTo(ConnectionEvent.CONNECTION_CLOSED);
        assertThat(events.get(0).getConnectionHandle()).isSameAs(handle);
    }

    @Test
    void invalidatesHandlesThatWereNotGivenBack() throws Exception {
        HostNetworkConnection forgotten = handle();
        forgotten.admit(device(forgotten));
        managed.cleanup();
        assertThatIllegalStateException().isThrownBy(forgotten::peers);
        forgotten.close();
        assertThat(events).isEmpty();
        assertThat(handle().peers()).hasSize(1);
    }

    @Test
    void movesAHandleToAnotherManagedConnection() throws Exception {
        HostNetworkConnection handle = handle();
        ManagedConnection other = factory.createManagedConnection(null, null);
        other.associateConnection(handle);
        managed.destroy();
        assertThat(handle.isHealthy()).isTrue();
        handle.close();
        assertThat(events).isEmpty();
    }

    @Test
    void reportsAnErrorWhenTheAdapterIsStopped() throws Exception {
        HostNetworkConnection handle = handle();
        adapter.stop();
        assertThatExceptionOfType(HostNetworkException.class).isThrownBy(handle::peers);
        assertThat(events).extracting(ConnectionEvent::getId).contains(ConnectionEvent.CONNECTION_ERROR_OCCURRED);
    }

    @Test
    void givesNothingOnceDestroyed() {
        assertThat(managed).isNotNull();
        assertThatExceptionOfType(ResourceException.class).isThrownBy(() -> {
            managed.destroy();
            handle();
        });
    }

    @Test
    void takesPartInNoTransaction() throws Exception {
        assertThatExceptionOfType(NotSupportedException.class).isThrownBy(managed::getXAResource);
        assertThatExceptionOfType(NotSupportedException.class).isThrownBy(managed::getLocalTransaction);
        assertThat(managed.getMetaData().getEISProductName()).contains("memory");
        assertThat(adapter.getXAResources(new jakarta.resource.spi.ActivationSpec[0]))
                .isEmpty();
    }

    @Override
    public void connectionClosed(ConnectionEvent event) {
        events.add(event);
    }

    @Override
    public void connectionErrorOccurred(ConnectionEvent event) {
        events.add(event);
    }

    @Override
    public void localTransactionStarted(ConnectionEvent event) {}

    @Override
    public void localTransactionCommitted(ConnectionEvent event) {}

    @Override
    public void localTransactionRolledback(ConnectionEvent event) {}
}
