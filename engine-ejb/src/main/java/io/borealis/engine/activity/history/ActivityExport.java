package io.borealis.engine.activity.history;

import io.borealis.engine.activity.seal.ActivitySealer;
import io.borealis.engine.activity.seal.SealSigner;
import io.borealis.persistence.Database;
import io.borealis.persistence.UnitOfWork;
import io.borealis.persistence.activity.Activity;
import io.borealis.persistence.activity.ActivityFilter;
import io.borealis.persistence.activity.Seal;
import io.borealis.persistence.device.DeviceScope;
import io.borealis.protocol.activity.Checkpoint;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One export, granted and written down: it is to be written once. It reads batch by batch, each in a transaction of its own,
 * and keeps none; the trailer tells what was asked, when, how many rows there are, and the SHA-256 of every byte before the
 * trailer's line. An export without a trailer was cut. In a form that can be checked without the Engine the trailer is signed,
 * and an export of everything in a period has the whole chain over it.
 */
public final class ActivityExport {
    /** So many rows are in memory at most. */
    static final int BATCH = 1_000;

    private final Database database;
    private final HistoryFilter asked;
    private final Instant at;
    private final ExportForm form;
    private final Optional<DeviceScope> limit;
    private final ActivitySealer.Standing standing;
    private final SealSigner signer;

    /**
     * @param limit what its reader reaches, asked before it begins
     * @param standing the chain before it was granted; what is sealed later is not in it
     */
    ActivityExport(
            Database database,
            HistoryFilter asked,
            Instant at,
            ExportForm form,
            Optional<DeviceScope> limit,
            ActivitySealer.Standing standing,
            SealSigner signer) {
        this.database = database;
        this.asked = asked;
        this.at = at;
        this.form = form;
        this.limit = limit;
        this.standing = standing;
        this.signer = signer;
    }

    public ExportForm form() {
        return form;
    }

    /** When it was granted: nothing from then on is in it. */
    public Instant at() {
        return at;
    }

    /**
     * Writes all of it; the stream is flushed and stays open.
     *
     * @throws IOException when who reads is gone: nothing of it is kept
     */
    public void writeTo(OutputStream out) throws IOException {
        ExportOutput file = new ExportOutput(out);
        file.write(form.head(ActivityView.COLUMNS));
        ActivityFilter closed = asked.toRowsBefore(at);
        Optional<Activity> last = Optional.empty();
        long count = 0;
        Batch batch;
        do {
            Optional<Activity> after = last;
            batch = database.read(work -> batch(work, closed, after));
            StringBuilder text = new StringBuilder(batch.rows().size() * 400);
            batch.rows().forEach(row -> text.append(form.line(row, row.cells())));
            file.write(text.toString());
            count += batch.rows().size();
            last = batch.last();
        } while (batch.isFull());
        boolean isComplete = asked.isPeriodAlone() && limit.isEmpty();
        Optional<ExportProof> proof =
                isComplete && form.isProvable() ? ExportProof.of(database, closed, standing.last()) : Optional.empty();
        if (proof.isPresent()) {
            proof.get().writeTo((member, value) -> file.write(ExportForm.member(member, value)));
        }
        Map<String, Object> facts = facts(count, file.digest());
        facts.put("complete", isComplete);
        proof.ifPresent(chain -> facts.putAll(chain.facts()));
        SealSigner.Signer key = signer.signer();
        facts.put("key_id", key.keyId());
        file.end(form.trailer(facts, key::sign));
    }

    private record Batch(List<ActivityView> rows, Optional<Activity> last, boolean isFull) {}

    // What waits for its seal is asked before the seals: what has neither then was never meant to have one
    private Batch batch(UnitOfWork work, ActivityFilter filter, Optional<Activity> after) {
        List<Activity> page = work.activity().page(filter, limit, after, BATCH);
        List<Long> ids = page.stream().map(Activity::id).toList();
        Set<Long> waiting = work.seals().unsealedOf(ids);
        Map<Long, Seal> seals = work.seals().sealsOf(ids);
        long end = standing.last().map(Checkpoint::sequence).orElse(0L);
        List<ActivityView> rows = page.stream()
                .filter(row -> !waiting.contains(row.id()))
                .map(row -> ActivityView.of(row, Optional.ofNullable(seals.get(row.id()))))
                .filter(row -> row.sequence().filter(sequence -> sequence > end).isEmpty())
                .toList();
        boolean isFull = page.size() == BATCH;
        return new Batch(rows, isFull ? Optional.of(page.get(BATCH - 1)) : Optional.empty(), isFull);
    }

    private Map<String, Object> facts(long count, String digest) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("filter", asked.asked());
        facts.put("exported_at", at.toString());
        facts.put("count", count);
        facts.put("sha256", digest);
        facts.put("head", Map.of("sequence", standing.sequence(), "hash", standing.hash()));
        standing.last().ifPresent(checkpoint -> facts.put("checkpoint", checkpoint));
        facts.put("unsealed", standing.unsealed());
        return facts;
    }
}
