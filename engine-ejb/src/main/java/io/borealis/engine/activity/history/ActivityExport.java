package io.borealis.engine.activity.history;

import io.borealis.persistence.Database;
import io.borealis.persistence.activity.Activity;
import io.borealis.persistence.activity.ActivityFilter;
import io.borealis.persistence.device.DeviceScope;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One export, granted and written down: it is to be written once. It reads batch by batch, each in a transaction of its own,
 * and keeps none; the trailer tells what was asked, when, how many rows there are, and the SHA-256 of every byte before the
 * trailer's line. An export without a trailer was cut.
 */
public final class ActivityExport {
    /** So many rows are in memory at most. */
    static final int BATCH = 1_000;

    private final Database database;
    private final HistoryFilter asked;
    private final Instant at;
    private final ExportForm form;
    private final Optional<DeviceScope> limit;

    /** @param limit what its reader reaches, asked before it begins */
    ActivityExport(Database database, HistoryFilter asked, Instant at, ExportForm form, Optional<DeviceScope> limit) {
        this.database = database;
        this.asked = asked;
        this.at = at;
        this.form = form;
        this.limit = limit;
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
        MessageDigest digest = sha256();
        DigestOutputStream digested = new DigestOutputStream(out, digest);
        write(digested, form.head());
        ActivityFilter closed = asked.toRowsBefore(at);
        Optional<Activity> last = Optional.empty();
        long count = 0;
        List<Activity> batch;
        do {
            Optional<Activity> after = last;
            batch = database.read(work -> work.activity().page(closed, limit, after, BATCH));
            StringBuilder text = new StringBuilder(batch.size() * 200);
            batch.forEach(row -> text.append(form.row(ActivityView.of(row))));
            write(digested, text.toString());
            count += batch.size();
            last = batch.isEmpty() ? last : Optional.of(batch.get(batch.size() - 1));
        } while (batch.size() == BATCH);
        write(out, form.trailer(facts(count, HexFormat.of().formatHex(digest.digest()))));
        out.flush();
    }

    private Map<String, Object> facts(long count, String digest) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("filter", asked.asked());
        facts.put("exported_at", at.toString());
        facts.put("count", count);
        facts.put("sha256", digest);
        return facts;
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
