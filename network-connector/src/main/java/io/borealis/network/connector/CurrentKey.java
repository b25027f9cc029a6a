package io.borealis.network.connector;

import io.borealis.network.HostNetworkException;
import io.borealis.network.HostNetworkException.Step;
import io.borealis.protocol.tunnel.WireGuardKey;
import io.borealis.protocol.tunnel.WireGuardKeyPair;
import java.io.IOException;
import java.util.Optional;

/**
 * The listener's key while the Engine runs: its public half in memory, the private half read from the file at each opening
 * and kept no longer. Only {@link #change} may change the file. Thread-safe.
 */
final class CurrentKey {

    private final ListenerKey file;
    private volatile WireGuardKey publicKey;

    private CurrentKey(ListenerKey file, WireGuardKey publicKey) {
        this.file = file;
        this.publicKey = publicKey;
    }

    /**
     * Loads the key, or makes it when there is none.
     *
     * @throws IOException one sentence: what is wrong with the stored key, and the cure
     */
    static CurrentKey in(ListenerKey file) throws IOException {
        try (WireGuardKeyPair pair = file.loadOrMake()) {
            return new CurrentKey(file, pair.publicKey());
        }
    }

    WireGuardKey publicKey() {
        return publicKey;
    }

    /** The pair, when the file still holds it; the caller closes it. */
    synchronized Optional<WireGuardKeyPair> load() throws IOException {
        Optional<WireGuardKeyPair> stored = file.load();
        if (stored.isPresent() && !stored.get().publicKey().equals(publicKey)) {
            stored.get().close();
            return Optional.empty();
        }
        return stored;
    }

    /** Replaces the key. @throws HostNetworkException when the file was not written; the key stays then */
    synchronized WireGuardKey change() throws HostNetworkException {
        try (WireGuardKeyPair next = file.replace()) {
            publicKey = next.publicKey();
            return publicKey;
        } catch (IOException unwritten) {
            throw new HostNetworkException(
                    Step.CONFIGURE_LISTENER, 0, "the key was not changed: " + unwritten.getMessage());
        }
    }
}
