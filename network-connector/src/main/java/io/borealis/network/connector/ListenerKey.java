package io.borealis.network.connector;

import io.borealis.network.keys.KeyStorage;
import io.borealis.network.keys.KeyStorages;
import io.borealis.network.keys.UnusableSecretException;
import io.borealis.protocol.tunnel.WireGuardKeyPair;
import io.borealis.protocol.tunnel.WireGuardSecret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * The Engine's WireGuard key while the Engine does not run: one line of Base64 in the key storage. The caller closes
 * the pairs it gets.
 */
final class ListenerKey {

    private static final String CURE = ": restore it from a backup, or move it away and a new key is made,"
            + " which every agent learns with its next tunnel";

    private final KeyStorage storage;
    private final String name;

    /** @throws IOException when the path names no file below a folder */
    ListenerKey(Path file) throws IOException {
        Path folder = file.getParent();
        Path last = file.getFileName();
        if (folder == null || last == null) {
            throw new IOException("key file " + file + " lies in no folder: set keyFile to a path below one");
        }
        this.storage = KeyStorages.ofThisSystem(folder);
        this.name = last.toString();
    }

    /**
     * The stored key; empty when there is none yet.
     *
     * @throws IOException one sentence: what is wrong with the stored key, and the cure
     */
    Optional<WireGuardKeyPair> load() throws IOException {
        Optional<byte[]> kept;
        try {
            kept = storage.read(name);
        } catch (UnusableSecretException unusable) {
            throw new IOException("key file " + unusable.getMessage() + CURE, unusable);
        }
        return kept.isPresent() ? Optional.of(decode(kept.get())) : Optional.empty();
    }

    private WireGuardKeyPair decode(byte[] kept) throws IOException {
        byte[] line = withoutLineEnd(kept);
        byte[] key = new byte[0];
        try {
            key = Base64.getDecoder().decode(line);
            return WireGuardKeyPair.of(WireGuardSecret.copyOf(key));
        } catch (IllegalArgumentException unusable) {
            throw new IOException(
                    "key file " + storage.folder().resolve(name) + " does not hold the Base64 of 32 bytes" + CURE);
        } finally {
            Arrays.fill(kept, (byte) 0);
            Arrays.fill(line, (byte) 0);
            Arrays.fill(key, (byte) 0);
        }
    }

    private static byte[] withoutLineEnd(byte[] line) {
        int end = line.length;
        while (end > 0 && (line[end - 1] == '\n' || line[end - 1] == '\r')) {
            end--;
        }
        return Arrays.copyOf(line, end);
    }

    /**
     * Makes a key and stores it for its owner alone; after a crash there is the whole key or none.
     *
     * @throws IOException when it could not be stored, which names the cure
     */
    WireGuardKeyPair make() throws IOException {
        return made(storage::create);
    }

    /**
     * Makes a key and puts it in the place of the stored one; after a crash there is the whole new key or the whole old one.
     *
     * @throws IOException when it could not be stored; the old key stays
     */
    WireGuardKeyPair replace() throws IOException {
        return made(storage::write);
    }

    /** How a new key is stored. */
    @FunctionalInterface
    private interface Storing {
        void store(String name, byte[] line) throws IOException;
    }

    private WireGuardKeyPair made(Storing how) throws IOException {
        WireGuardKeyPair pair = WireGuardKeyPair.generate();
        byte[] key = pair.privateKey().reveal();
        byte[] line = Base64.getEncoder().encode(key);
        try {
            how.store(name, line);
            return pair;
        } catch (IOException failure) {
            pair.close();
            throw failure;
        } finally {
            Arrays.fill(key, (byte) 0);
            Arrays.fill(line, (byte) 0);
        }
    }

    WireGuardKeyPair loadOrMake() throws IOException {
        Optional<WireGuardKeyPair> stored = load();
        return stored.isPresent() ? stored.get() : make();
    }
}
