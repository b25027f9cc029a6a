package io.borealis.engine.tunnel;

import io.borealis.engine.EngineStart;
import io.borealis.network.connector.ListenerLost;
import io.borealis.network.connector.PeerEventListener;
import io.borealis.network.connector.PeerSeen;
import io.borealis.network.connector.PeerSilent;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;

/** What the resource adapter tells about peers. Bound to it in {@code META-INF/jboss-ejb3.xml}. */
@MessageDriven(name = "PeerEvents", messageListenerInterface = PeerEventListener.class)
@TransactionManagement(TransactionManagementType.BEAN)
@SuppressWarnings("NullAway.Init") // the server injects the field before an event comes
public class PeerEvents implements PeerEventListener {
    @Inject
    private EngineStart engine;

    @Override
    public void peerSeen(PeerSeen event) {
        engine.whenServing(parts -> parts.tunnels().peerSeen(event));
    }

    @Override
    public void peerSilent(PeerSilent event) {
        engine.whenServing(parts -> parts.tunnels().peerSilent(event));
    }

    @Override
    public void listenerLost(ListenerLost event) {
        engine.whenServing(parts -> parts.tunnels().listenerLost(event));
    }
}
