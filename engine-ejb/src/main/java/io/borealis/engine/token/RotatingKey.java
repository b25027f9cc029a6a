package io.borealis.engine.token;

import io.borealis.network.keys.KeyStorage;
import io.borealis.network.keys.UnusableSecretException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A key of the Engine that is changed while the Engine runs: the one in use, and until an overlap ends the one before. What
 * is asked of it is what its file holds; a change is one write of that file, and holds from its return on. Thread-safe;
 * asking never waits.
 *
 * @param <K> the key in the form in which it is used
 */
public final class RotatingKey<K> {
    private final KeyStorage storage;
    private final String name;
    private final SecureRandom random = new SecureRandom();
    private final Function<byte[], K> form;
    private final Function<K, String> idOf;
    private volatile State<K> state;

    /**
     * What may be told of a key.
     *
     * @param keyId names the key in use; it is derived from it and tells nothing about it
     * @param since since when it is in use; empty for one from before rotations
     * @param previousKeyId the key before, while the overlap lasts
     * @param overlapEnds when that one is good no more
     */
    public record Facts(
            String keyId, Optional<Instant> since, Optional<String> previousKeyId, Optional<Instant> overlapEnds) {}

    private record State<K>(
            K current, Optional<Instant> since, @Nullable K previous, Instant until) {}

    private RotatingKey(KeyStorage storage, String name, Function<byte[], K> form, Function<K, String> idOf) {
        this.storage = storage;
        this.name = name;
        this.form = form;
        this.idOf = idOf;
        try (KeyFile kept = loadOrMake()) {
            this.state = stateOf(kept, form);
        }
    }

    /**
     * Loads the key, or makes it when there is none.
     *
     * @param form what is made of the 32 bytes; it keeps no reference to them
     * @param idOf the name of a key
     * @throws IllegalStateException when the file is damaged or readable by others; nothing is replaced then
     */
    static <K> RotatingKey<K> in(KeyStorage storage, String name, Function<byte[], K> form, Function<K, String> idOf) {
        return new RotatingKey<>(storage, name, form, idOf);
    }

    private static <K> State<K> stateOf(KeyFile file, Function<byte[], K> form) {
        return new State<>(
                form.apply(file.current()),
                file.since(),
                file.previous().map(form).orElse(null),
                file.until());
    }

    private KeyFile loadOrMake() {
        try {
            Optional<KeyFile> kept = load();
            return kept.isPresent() ? kept.get() : make();
        } catch (IOException unreadable) {
            throw new IllegalStateException("the key file cannot be used: " + unreadable.getMessage(), unreadable);
        }
    }

    private Optional<KeyFile> load() throws IOException {
        Optional<byte[]> kept;
        try {
            kept = storage.read(name);
        } catch (UnusableSecretException sealedElsewhere) {
            throw damaged(sealedElsewhere);
        }
        if (kept.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(KeyFile.parse(kept.get()));
        } catch (IllegalArgumentException notOurs) {
            throw damaged(null);
        } finally {
            Arrays.fill(kept.get(), (byte) 0);
        }
    }

    private KeyFile make() throws IOException {
        KeyFile made = KeyFile.of(SigningKey.newSeed(random), Instant.now().truncatedTo(ChronoUnit.SECONDS));
        byte[] content = made.content();
        try {
            storage.create(name, content);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
        return made;
    }

    private IllegalStateException damaged(@Nullable IOException cause) {
        Path file = storage.folder().resolve(name);
        String what = cause == null
                ? file + " is damaged: its first line must be the Base64 of " + SigningKey.SEED_LENGTH + " bytes"
                : String.valueOf(cause.getMessage());
        return new IllegalStateException(
                what + ". Restore it from a backup; without one, delete it: every token or"
                        + " tunnel that rests on it ends, and devices enrolled under it must be enrolled again",
                cause);
    }

    /** The key in use. */
    public K current() {
        return state.current();
    }

    /** The key before, while it is good. */
    public Optional<K> previous(Instant now) {
        State<K> present = state;
        return Optional.ofNullable(present.previous()).filter(key -> now.isBefore(present.until()));
    }

    /** Every key that is good, the one in use first. */
    public List<K> good(Instant now) {
        return Stream.concat(Stream.of(current()), previous(now).stream()).toList();
    }

    /** The good key of that name. */
    public Optional<K> find(String keyId, Instant now) {
        return good(now).stream().filter(key -> idOf.apply(key).equals(keyId)).findFirst();
    }

    /** The name of a key of this kind. */
    public String idOf(K key) {
        return idOf.apply(key);
    }

    public Facts facts() {
        State<K> present = state;
        Optional<K> before = Optional.ofNullable(present.previous());
        return new Facts(
                idOf.apply(present.current()), present.since(), before.map(idOf), before.map(key -> present.until()));
    }

    /**
     * From the return on a new key is in use, and the one before is good for the overlap.
     *
     * @return false when the overlap of the rotation before still lasts; nothing is changed then
     * @throws UncheckedIOException when the file was not written; the old key stays in use then
     */
    public synchronized boolean rotate(Instant now, Duration overlap) {
        if (state.previous() != null) {
            return false;
        }
        Instant second = now.truncatedTo(ChronoUnit.SECONDS);
        replace(file -> file.rotated(SigningKey.newSeed(random), second, second.plus(overlap)));
        return true;
    }

    /**
     * Forgets the key before, whose overlap may last still.
     *
     * @return false when there is none
     * @throws UncheckedIOException when the file was not written; the key before stays then
     */
    public synchronized boolean retire() {
        if (state.previous() == null) {
            return false;
        }
        replace(KeyFile::retired);
        return true;
    }

    private void replace(Function<KeyFile, KeyFile> change) {
        try (KeyFile kept = load().orElseThrow(() -> new IOException(name + " is gone; restore it from a backup"));
                KeyFile next = change.apply(kept)) {
            if (!idOf.apply(form.apply(kept.current())).equals(idOf.apply(state.current()))) {
                throw new IOException(name + " was replaced while the Engine ran; restart the Engine");
            }
            byte[] content = next.content();
            try {
                storage.write(name, content);
            } finally {
                Arrays.fill(content, (byte) 0);
            }
            state = stateOf(next, form);
        } catch (IOException unwritable) {
            throw new UncheckedIOException("the key was not changed: " + unwritable.getMessage(), unwritable);
        }
    }

    @Override
    public String toString() {
        return "RotatingKey[" + name + ", " + Objects.toString(facts().keyId()) + "]";
    }
}
