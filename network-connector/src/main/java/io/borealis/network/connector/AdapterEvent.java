package io.borealis.network.connector;

/** Something that the adapter tells by itself. */
sealed interface AdapterEvent permits PeerSeen, PeerSilent, ListenerLost {

    void deliverTo(PeerEventListener listener);
}
