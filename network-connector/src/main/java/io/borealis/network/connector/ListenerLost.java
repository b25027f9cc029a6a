package io.borealis.network.connector;

import java.time.Instant;

/**
 * The listener went away under the adapter, and with it every peer. Told twice: when the loss is seen, and when the
 * listener stands again, empty, so that the Engine admits its peers anew.
 *
 * @param listensAgain whether it stands again
 * @param detail one sentence for the log and the operator
 */
public record ListenerLost(Instant at, boolean listensAgain, String detail) implements AdapterEvent {

    @Override
    public void deliverTo(PeerEventListener listener) {
        listener.listenerLost(this);
    }
}
