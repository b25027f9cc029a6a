package io.borealis.network.connector;

import io.borealis.protocol.tunnel.WireGuardKeyPair;
import java.io.IOException;
import java.util.Optional;

/** Where the Engine's WireGuard key rests while the Engine does not run. The caller closes the pairs it gets. */
interface KeyStorage {

    /**
     * The stored key; empty when there is none yet.
     *
     * @throws IOException one sentence: what is wrong with the stored key, and the cure
     */
    Optional<WireGuardKeyPair> load() throws IOException;

    /**
     * Makes a key and stores it for its owner alone; after a crash there is the whole key or none.
     *
     * @throws IOException when it could not be stored, which names the cure
     */
    WireGuardKeyPair make() throws IOException;

    default WireGuardKeyPair loadOrMake() throws IOException {
        Optional<WireGuardKeyPair> stored = load();
        return stored.isPresent() ? stored.get() : make();
    }
}
