package io.borealis.lab.container;

import io.borealis.network.connector.ListenerLost;
import io.borealis.network.connector.PeerEventListener;
import io.borealis.network.connector.PeerSeen;
import io.borealis.network.connector.PeerSilent;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A message-driven bean that writes down what the adapter tells. */
@MessageDriven(
        name = "ToldEvents",
        messageListenerInterface = PeerEventListener.class,
        activationConfig = {@ActivationConfigProperty(propertyName = "silentSeconds", propertyValue = "2")})
public class ToldEvents implements PeerEventListener {

    static final List<Object> TOLD = new CopyOnWriteArrayList<>();

    @Override
    public void peerSeen(PeerSeen event) {
        TOLD.add(event);
    }

    @Override
    public void peerSilent(PeerSilent event) {
        TOLD.add(event);
    }

    @Override
    public void listenerLost(ListenerLost event) {
        TOLD.add(event);
    }
}
