package io.borealis.engine.token.rotation;

import io.borealis.engine.Page;
import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.engine.token.RotatingKey;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Rotates the Engine's keys while it runs. What a key is, its file alone says, and each step is one write of that file: the
 * wish is written down first, then the key is changed, then that is written down. Where the Engine ends in between, its next
 * start goes on from what the file says. Thread-safe; one step of one key at a time.
 */
public final class KeyRotation {
    private static final Logger LOG = System.getLogger(KeyRotation.class.getName());

    private final Map<KeyName, OverlappingKey> keys = new EnumMap<>(KeyName.class);
    private final ListenerKeyRotation listener;
    private final TrustProgress progress;
    private final ActivityLog activity;
    private final Clock clock;

    KeyRotation(
            Collection<OverlappingKey> rotating,
            ListenerKeyRotation listener,
            TrustProgress progress,
            ActivityLog activity,
            Clock clock) {
        this.listener = listener;
        rotating.forEach(key -> keys.put(key.name(), key));
        this.progress = progress;
        this.activity = activity;
        this.clock = clock;
    }

    /** Goes on with what an earlier run of the Engine began: what follows a change is done, and what is over is ended. */
    public void start() {
        keys.values().forEach(key -> key.afterChange().run());
        listener.start();
        sweep();
    }

    /**
     * The keys in the order of their names.
     *
     * @param after the last one of the page before; empty for the first page
     * @param most 1 to {@link Page#LONGEST}
     */
    public Page<KeyView> page(Optional<KeyName> after, int most) {
        return Page.of(
                Arrays.stream(KeyName.values())
                        .filter(name -> after.isEmpty()
                                || name.wireName().compareTo(after.get().wireName()) > 0)
                        .sorted(Comparator.comparing(KeyName::wireName))
                        .limit(most + 1L)
                        .map(this::view)
                        .toList(),
                most);
    }

    public KeyView view(KeyName name) {
        return name == KeyName.WIREGUARD ? listener.view() : key(name).view();
    }

    /** Who keeps the orchestration key in use, and who does not yet. */
    public TrustProgress progress() {
        return progress;
    }

    private OverlappingKey key(KeyName name) {
        OverlappingKey key = keys.get(name);
        if (key == null) {
            throw new IllegalStateException("nobody rotates " + name.wireName());
        }
        return key;
    }

    /** Brings a new key into use; the one before stays good until the overlap ends. */
    public synchronized RotationResult rotate(OperatorSession admin, KeyName name) {
        if (name == KeyName.WIREGUARD) {
            return listener.rotate(admin);
        }
        OverlappingKey key = key(name);
        RotatingKey.Facts before = key.key().facts();
        if (before.previousKeyId().isPresent()) {
            return new RotationResult.OverlapLasts(key.view());
        }
        activity.write(ActivityEntry.of(ActivityEvent.KEY_ROTATION_STARTED)
                .by(admin.username(), admin.remoteAddress())
                .because(name.wireName() + ", from key " + before.keyId()));
        try {
            key.key().rotate(clock.instant(), key.overlap());
        } catch (UncheckedIOException unwritten) {
            LOG.log(Level.ERROR, "the rotation of " + name.wireName() + " failed", unwritten);
            return new RotationResult.NotWritten(String.valueOf(unwritten.getMessage()));
        }
        RotatingKey.Facts now = key.key().facts();
        activity.writeOrLater(ActivityEntry.of(ActivityEvent.KEY_ROTATED)
                .by(admin.username(), admin.remoteAddress())
                .because(name.wireName() + ", key " + now.keyId() + " is in use; " + before.keyId() + " is good until "
                        + now.overlapEnds().orElseThrow()));
        key.afterChange().run();
        return new RotationResult.Done(key.view());
    }

    /** Ends the overlap now: the key before is good no more, and what rests on it alone ends. */
    public synchronized RotationResult endOverlap(OperatorSession admin, KeyName name) {
        if (name == KeyName.WIREGUARD) {
            return new RotationResult.NoOverlap(listener.view());
        }
        OverlappingKey key = key(name);
        if (key.key().facts().previousKeyId().isEmpty()) {
            return new RotationResult.NoOverlap(key.view());
        }
        try {
            retire(
                    key,
                    ActivityEntry.of(ActivityEvent.KEY_RETIRED).by(admin.username(), admin.remoteAddress()),
                    ", before its time");
        } catch (UncheckedIOException unwritten) {
            LOG.log(Level.ERROR, "the overlap of " + name.wireName() + " was not ended", unwritten);
            return new RotationResult.NotWritten(String.valueOf(unwritten.getMessage()));
        }
        return new RotationResult.Done(key.view());
    }

    /** To be called every second: ends the overlaps that are over. A key is refused from the end of its overlap on, whether this was called or not. */
    public synchronized void sweep() {
        for (OverlappingKey key : keys.values()) {
            boolean over = key.key()
                    .facts()
                    .overlapEnds()
                    .filter(end -> !clock.instant().isBefore(end))
                    .isPresent();
            if (over) {
                retire(key, ActivityEntry.of(ActivityEvent.KEY_RETIRED), "");
            }
        }
    }

    /** To be called now and then: authorities that the set-up put into the Engine's folder are told to the agents. */
    public void pulse() {
        progress.tellNews();
    }

    private void retire(OverlappingKey key, ActivityEntry entry, String when) {
        String before = key.key().facts().previousKeyId().orElseThrow();
        key.beforeRetirement().run();
        key.key().retire();
        activity.writeOrLater(entry.because(key.name().wireName() + ", key " + before + when));
        key.afterChange().run();
    }
}
