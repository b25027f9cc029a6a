package io.borealis.network.connector;

/**
 * What the adapter tells the Engine by itself; implemented by a message-driven bean. Calls about one peer come in order
 * and never two at a time.
 */
public interface PeerEventListener {

    void peerSeen(PeerSeen event);

    void peerSilent(PeerSilent event);

    void listenerLost(ListenerLost event);
}
