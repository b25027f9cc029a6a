package io.borealis.engine.activity.report;

import io.borealis.engine.activity.history.ExportForm;
import io.borealis.engine.activity.history.ExportOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One export of a report, granted and written down: it is to be written once. It reads batch by batch and keeps none; the
 * trailer tells what was asked, when, how many rows there are, and the SHA-256 of every byte before the trailer's line. An
 * export without a trailer was cut. It is not signed: what is proven is the activity, and a report is computed from it.
 */
public final class ReportExport {
    private final Facts facts;
    private final ExportForm form;
    private final Rows<?> rows;

    /**
     * The rows of a report.
     *
     * @param batch what follows a row, or the first ones; nothing when there are no more
     */
    record Rows<T>(List<String> columns, Function<T, List<String>> cells, Function<Optional<T>, List<T>> batch) {}

    /**
     * What is known of it before it begins.
     *
     * @param at when it was granted
     * @param sequence where the chain of the activity had come to then, 0 before there is a row
     * @param hash of the chain there
     */
    record Facts(String report, Map<String, String> asked, Instant at, long sequence, String hash) {}

    ReportExport(Facts facts, ExportForm form, Rows<?> rows) {
        this.facts = facts;
        this.form = form;
        this.rows = rows;
    }

    /** A word for a file's name. */
    public String report() {
        return facts.report();
    }

    public ExportForm form() {
        return form;
    }

    /** When it was granted: nothing that began later is in it. */
    public Instant at() {
        return facts.at();
    }

    /**
     * Writes all of it; the stream is flushed and stays open.
     *
     * @throws IOException when who reads is gone: nothing of it is kept
     */
    public void writeTo(OutputStream out) throws IOException {
        ExportOutput file = new ExportOutput(out);
        file.write(form.head(rows.columns()));
        long count = writeRows(rows, file);
        Map<String, Object> trailer = new LinkedHashMap<>();
        trailer.put("report", facts.report());
        trailer.put("filter", facts.asked());
        trailer.put("exported_at", facts.at().toString());
        trailer.put("count", count);
        trailer.put("sha256", file.digest());
        trailer.put("head", Map.of("sequence", facts.sequence(), "hash", facts.hash()));
        file.end(form.end(trailer, facts.at(), rows.columns().size()));
    }

    private <T> long writeRows(Rows<T> all, ExportOutput file) throws IOException {
        long count = 0;
        List<T> batch = all.batch().apply(Optional.empty());
        while (!batch.isEmpty()) {
            StringBuilder text = new StringBuilder(batch.size() * 400);
            batch.forEach(row -> text.append(form.line(row, all.cells().apply(row))));
            file.write(text.toString());
            count += batch.size();
            batch = all.batch().apply(Optional.of(batch.get(batch.size() - 1)));
        }
        return count;
    }
}
