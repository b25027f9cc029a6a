package io.borealis.engine.activity.seal;

import io.borealis.engine.activity.ActivityLog;
import io.borealis.network.keys.KeyStorage;
import io.borealis.persistence.Database;
import io.borealis.persistence.DatabaseUnavailableException;
import io.borealis.persistence.activity.Activity;
import io.borealis.persistence.activity.ChainHead;
import io.borealis.persistence.activity.Seal;
import io.borealis.persistence.activity.SealRepository;
import io.borealis.protocol.activity.ChainLink;
import io.borealis.protocol.activity.Checkpoint;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Gives each row of the activity its place in the chain, within a second of its commit, and signs where the chain has come to:
 * at each thousandth row, and a minute after the checkpoint before. It works in transactions of its own, so no writer waits for
 * it or for another writer. The end of the chain is one row of the database: whoever seals locks it, so that of several Engines
 * one seals at a time, and none goes on from an end that is old. Thread-safe.
 */
public final class ActivitySealer implements AutoCloseable {
    /** So many rows are sealed in one transaction at most, and so many lie between two checkpoints. */
    public static final int BATCH = 1_000;
    /** So long after a checkpoint the next one follows, when there are rows. */
    public static final Duration CHECKPOINT_AFTER = Duration.ofSeconds(60);

    private static final Logger LOG = System.getLogger(ActivitySealer.class.getName());
    private static final int MOST_BATCHES = 50;
    private static final long GATHER_MILLIS = 200;

    private final Database database;
    private final ActivityLog activity;
    private final SealSigner signer;
    private final SignedLast signedLast;
    private final Clock clock;
    private final AtomicBoolean woken = new AtomicBoolean();
    private Rest rest = Rest.NONE;
    private volatile @Nullable ScheduledExecutorService scheduler;
    private volatile @Nullable Future<?> turns;

    /** @param storage of the Engine's keys, beside which it is kept what was signed last */
    public ActivitySealer(Database database, ActivityLog activity, SealSigner signer, KeyStorage storage, Clock clock) {
        this.database = database;
        this.activity = activity;
        this.signer = signer;
        this.signedLast = new SignedLast(storage);
        this.clock = clock;
    }

    /**
     * Where the chain stands.
     *
     * @param last the checkpoint signed last; empty before there is a row
     * @param unsealed how many rows wait
     */
    public record Standing(long sequence, String hash, Optional<Checkpoint> last, long unsealed) {}

    /** From when until when no checkpoint can become due unless a row is sealed: an Engine at rest asks for rows alone. */
    private record Rest(Instant from, Instant until) {
        static final Rest NONE = new Rest(Instant.EPOCH, Instant.EPOCH);

        // A clock that was set back must not prolong it
        boolean holds(Instant now) {
            return !now.isBefore(from) && now.isBefore(until);
        }
    }

    /** From now on rows are sealed by themselves: soon after each commit, and once a second what another Engine left. */
    public void sealBy(ScheduledExecutorService timer) {
        scheduler = timer;
        activity.afterEachRow(this::wake);
        turns = timer.scheduleWithFixedDelay(this::turn, 1, 1, TimeUnit.SECONDS);
    }

    private void wake() {
        ScheduledExecutorService timer = scheduler;
        if (timer == null || !woken.compareAndSet(false, true)) {
            return;
        }
        try {
            timer.schedule(this::turn, GATHER_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopping) {
            LOG.log(Level.DEBUG, "the next start seals what was written last: {0}", stopping.getMessage());
        }
    }

    // One at a time, or what one found at rest would hold for what another seals meanwhile; what throws here would be
    // the last one
    private synchronized void turn() {
        woken.set(false);
        try {
            if (database.read(work -> isAnythingDue(work.seals()))) {
                rest = Rest.NONE;
                if (seal(false)) {
                    wake();
                }
            }
        } catch (DatabaseUnavailableException out) {
            LOG.log(Level.DEBUG, "rows are sealed later: {0}", out.getMessage());
        } catch (RuntimeException failed) {
            LOG.log(Level.WARNING, "rows are sealed a second later: {0}", failed.toString());
        }
    }

    private boolean isAnythingDue(SealRepository seals) {
        if (seals.isAnyUnsealed()) {
            return true;
        }
        Instant now = clock.instant();
        if (rest.holds(now)) {
            return false;
        }
        ChainHead head = seals.head();
        Optional<Checkpoint> last = seals.lastCheckpoint();
        if (isCheckpointDue(head, last, false)) {
            return true;
        }
        boolean isSigned = last.isEmpty() || last.get().sequence() == head.sequence();
        rest = new Rest(now, (isSigned ? now : last.get().at()).plus(CHECKPOINT_AFTER));
        return false;
    }

    /** Seals what waits and signs the end of the chain; of a long queue no more than a part. */
    public Standing sealNow() {
        seal(true);
        return standing();
    }

    public Standing standing() {
        return database.read(work -> {
            ChainHead head = work.seals().head();
            return new Standing(
                    head.sequence(),
                    head.hash(),
                    work.seals().lastCheckpoint(),
                    work.seals().unsealed());
        });
    }

    /** What this Engine signed last, in words, when the database has it no more. */
    Optional<String> lostFrom(SealRepository seals) {
        return signedLast.lostFrom(seals);
    }

    // One thread of this Engine at a time, or a checkpoint might be kept after the next one; true when more rows wait
    private synchronized boolean seal(boolean signs) {
        for (int batch = 1; batch <= MOST_BATCHES; batch++) {
            Done done = database.decide(work -> batch(work.seals(), signs));
            done.signed().ifPresent(this::leave);
            if (!done.isMore()) {
                return false;
            }
        }
        return true;
    }

    private record Done(boolean isMore, Optional<Checkpoint> signed) {}

    private Done batch(SealRepository seals, boolean signs) {
        ChainHead head = seals.lockHead();
        // Up to a whole thousand, where a checkpoint belongs
        int most = BATCH - (int) (head.sequence() % BATCH);
        List<Activity> rows = seals.unsealed(most);
        List<Seal> made = new ArrayList<>(rows.size());
        long sequence = head.sequence();
        String hash = head.hash();
        for (Activity row : rows) {
            ChainLink link = ChainLink.of(++sequence, hash, Contents.of(row));
            hash = link.hash();
            made.add(new Seal(sequence, row.id(), link.previousHash(), hash));
        }
        seals.add(head, made);
        boolean isMore = rows.size() == most;
        Optional<Checkpoint> last = seals.lastCheckpoint();
        Optional<String> lost = signedLast.lostFrom(seals);
        if (lost.isEmpty() && !isCheckpointDue(head, last, signs && !isMore)) {
            return new Done(isMore, Optional.empty());
        }
        Checkpoint signed = signer.next(seals, head, last, lost);
        seals.add(signed);
        return new Done(isMore, Optional.of(signed));
    }

    private boolean isCheckpointDue(ChainHead head, Optional<Checkpoint> last, boolean signs) {
        if (last.isEmpty()) {
            return head.sequence() > 0;
        }
        Checkpoint before = last.get();
        Instant now = clock.instant();
        // A clock that was set back must not put the next one off
        boolean isTime = !now.isBefore(before.at().plus(CHECKPOINT_AFTER)) || now.isBefore(before.at());
        return head.sequence() != before.sequence()
                && (signs || isTime || head.sequence() - before.sequence() >= BATCH || head.sequence() % BATCH == 0);
    }

    // What is outside of the database shows what was done to the database
    private void leave(Checkpoint checkpoint) {
        checkpoint
                .lost()
                .ifPresent(lost -> LOG.log(
                        Level.WARNING,
                        "the database has no longer what this Engine signed ({0}): it was set back or rewritten; checkpoint"
                                + " {1} says so",
                        lost,
                        Long.toString(checkpoint.number())));
        activity.note(checkpoint.at(), CheckpointLine.of(checkpoint));
        signedLast.keep(checkpoint);
    }

    /** Seals and signs what was written last. */
    @Override
    public void close() {
        Future<?> running = turns;
        scheduler = null;
        if (running != null) {
            running.cancel(false);
        }
        try {
            seal(true);
        } catch (RuntimeException failed) {
            LOG.log(Level.INFO, "the next start seals what was written last: {0}", failed.toString());
        }
    }
}
