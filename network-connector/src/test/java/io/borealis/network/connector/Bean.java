package io.borealis.network.connector;

import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.XAResource;

/** A message-driven bean and its endpoints: writes down what it is told, and can be told to refuse. */
final class Bean implements MessageEndpointFactory {

    final List<AdapterEvent> told = new CopyOnWriteArrayList<>();
    final AtomicInteger refusals = new AtomicInteger();
    final AtomicInteger open = new AtomicInteger();

    private final class Endpoint implements MessageEndpoint, PeerEventListener {

        private void take(AdapterEvent event) {
            if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new IllegalStateException("the bean was told to refuse");
            }
            told.add(event);
        }

        @Override
        public void peerSeen(PeerSeen event) {
            take(event);
        }

        @Override
        public void peerSilent(PeerSilent event) {
            take(event);
        }

        @Override
        public void listenerLost(ListenerLost event) {
            take(event);
        }

        @Override
        public void beforeDelivery(Method method) {}

        @Override
        public void afterDelivery() {}

        @Override
        public void release() {
            open.decrementAndGet();
        }
    }

    @Override
    public MessageEndpoint createEndpoint(XAResource none) throws UnavailableException {
        return createEndpoint(none, 0);
    }

    @Override
    public MessageEndpoint createEndpoint(XAResource none, long timeout) throws UnavailableException {
        open.incrementAndGet();
        return new Endpoint();
    }

    @Override
    public boolean isDeliveryTransacted(Method method) {
        return false;
    }

    @Override
    public String getActivationName() {
        return "bean";
    }

    @Override
    public Class<?> getEndpointClass() {
        return PeerEventListener.class;
    }
}
