package io.borealis.engine.activity.history;

import io.borealis.engine.activity.seal.Contents;
import io.borealis.persistence.Database;
import io.borealis.persistence.activity.Activity;
import io.borealis.persistence.activity.ActivityFilter;
import io.borealis.persistence.activity.Seal;
import io.borealis.persistence.activity.SealRepository.Link;
import io.borealis.persistence.activity.SealRepository.Stretch;
import io.borealis.protocol.activity.ChainLink;
import io.borealis.protocol.activity.Checkpoint;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an export of everything in a period has besides its rows, so that its chain can be followed without the Engine: the
 * checkpoints over it, and for each row of the chain that does not belong to the period its link without what it says. Reads
 * batch by batch and keeps none. Not thread-safe.
 */
final class ExportProof {
    private static final int BATCH = 1_000;

    private final Database database;
    private final ActivityFilter period;
    private final Stretch stretch;
    private final Checkpoint cover;

    /** How one line is written. */
    interface Lines {
        void write(String member, Object value) throws IOException;
    }

    private ExportProof(Database database, ActivityFilter period, Stretch stretch, Checkpoint cover) {
        this.database = database;
        this.period = period;
        this.stretch = stretch;
        this.cover = cover;
    }

    /**
     * Empty where nothing is sealed.
     *
     * @param period of which nothing but its ends is asked
     * @param last signed before the export began; it ends there
     */
    static Optional<ExportProof> of(Database database, ActivityFilter period, Optional<Checkpoint> last) {
        return last.flatMap(end -> database.read(work -> work.seals()
                .stretch(period.from(), period.until())
                .map(all -> new Stretch(all.first(), Math.min(all.last(), end.sequence())))
                .map(all -> new ExportProof(
                        database,
                        period,
                        all,
                        work.seals()
                                .firstCheckpointFrom(all.last())
                                .filter(first -> first.number() <= end.number())
                                .orElse(end)))));
    }

    /** The ends of the chain that the file has, by the names of the trailer. */
    Map<String, Object> facts() {
        return Map.of("first_sequence", stretch.first(), "last_sequence", cover.sequence());
    }

    void writeTo(Lines out) throws IOException {
        long next = stretch.first();
        while (next <= cover.sequence()) {
            long from = next;
            List<Link> links = database.read(work -> work.seals().links(from, cover.sequence(), BATCH));
            for (Link link : links) {
                write(link, out);
            }
            next = links.isEmpty()
                    ? Long.MAX_VALUE
                    : links.get(links.size() - 1).seal().sequence() + 1;
        }
        long number = 0;
        List<Checkpoint> checkpoints;
        do {
            long after = number;
            checkpoints = database.read(
                    work -> work.seals().checkpointsAfter(after, stretch.first(), cover.sequence(), BATCH));
            for (Checkpoint checkpoint : checkpoints) {
                // Of the end no more than the one that covers it: what was signed later says nothing about the period
                if (checkpoint.number() <= cover.number()) {
                    out.write("checkpoint", checkpoint);
                }
                number = checkpoint.number();
            }
        } while (checkpoints.size() == BATCH);
    }

    private void write(Link link, Lines out) throws IOException {
        Seal seal = link.seal();
        if (link.row().isEmpty()) {
            out.write("gone", Map.of("sequence", seal.sequence()));
        } else if (!isWithin(link.row().get())) {
            Activity row = link.row().get();
            out.write(
                    "link",
                    new ChainLink(seal.sequence(), row.at(), Contents.of(row).digest(), seal.previousHash()));
        }
    }

    private boolean isWithin(Activity row) {
        return period.from().filter(row.at()::isBefore).isEmpty()
                && period.until().filter(end -> !row.at().isBefore(end)).isEmpty();
    }
}
