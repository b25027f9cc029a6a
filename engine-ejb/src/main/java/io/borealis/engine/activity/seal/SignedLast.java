package io.borealis.engine.activity.seal;

import io.borealis.network.keys.KeyStorage;
import io.borealis.persistence.activity.SealRepository;
import io.borealis.protocol.activity.Checkpoint;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The checkpoint that this Engine signed last, kept beside its keys: a database that has it no more was set back or rewritten.
 * Thread-safe.
 */
final class SignedLast {
    static final String FILE = "activity-seal.last";

    private static final Logger LOG = System.getLogger(SignedLast.class.getName());

    private final KeyStorage storage;

    SignedLast(KeyStorage storage) {
        this.storage = storage;
    }

    /** What was signed last, in words, when the database has it no more. */
    synchronized Optional<String> lostFrom(SealRepository seals) {
        return read().filter(kept -> {
                    int end = kept.indexOf('\n');
                    Optional<Checkpoint> there = seals.checkpoint(Long.parseLong(kept.substring(0, end)));
                    return there.map(SignedLast::words)
                            .filter(kept.substring(end + 1)::equals)
                            .isEmpty();
                })
                .map(kept -> kept.substring(kept.indexOf('\n') + 1));
    }

    private Optional<String> read() {
        try {
            return storage.read(FILE)
                    .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                    .filter(text -> text.matches("[0-9]{1,18}\n[^\n]+"));
        } catch (IOException unreadable) {
            LOG.log(
                    Level.WARNING,
                    "what this Engine signed last cannot be read, so a database that was set back is not noticed: {0}",
                    unreadable.getMessage());
            return Optional.empty();
        }
    }

    /** The row is committed: a full disk must not stop the sealing. */
    synchronized void keep(Checkpoint checkpoint) {
        try {
            storage.write(FILE, (checkpoint.number() + "\n" + words(checkpoint)).getBytes(StandardCharsets.UTF_8));
        } catch (IOException full) {
            LOG.log(
                    Level.WARNING,
                    "checkpoint {0} was not kept beside the keys: {1}",
                    checkpoint.number(),
                    full.toString());
        }
    }

    private static String words(Checkpoint checkpoint) {
        return checkpoint.inWords();
    }
}
