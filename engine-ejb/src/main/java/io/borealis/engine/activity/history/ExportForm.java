package io.borealis.engine.activity.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.borealis.protocol.ProtocolJson;
import io.borealis.protocol.activity.SignedTrailer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How an export is written down: UTF-8, one line for each row and one for the trailer at its end. */
public enum ExportForm {
    /** RFC 4180, the first line naming the columns. No cell begins as a formula does. */
    CSV("text/csv", "csv") {
        @Override
        public String head(List<String> columns) {
            return joined(columns.stream());
        }

        @Override
        public String line(Object row, List<String> cells) {
            return joined(cells.stream());
        }

        @Override
        public String end(Map<String, Object> facts, Instant at, int columns) {
            Stream<String> first = Stream.of("end", at.toString(), json(facts));
            return joined(Stream.concat(first, Stream.generate(() -> "")).limit(columns));
        }

        // As many cells as any row has, or a strict reader stumbles
        @Override
        String trailer(Map<String, Object> facts, Function<byte[], String> signer) {
            String at = String.valueOf(facts.get("exported_at"));
            return joined(Stream.of("end", at, "activity_exported", "", "", "", "", json(facts), "", "", ""));
        }
    },
    /**
     * One JSON object in each line (application/x-ndjson). What is no row has one member that says what it is; the last one has
     * the trailer and its signature.
     */
    JSON("application/x-ndjson", "jsonl") {
        @Override
        public String head(List<String> columns) {
            return "";
        }

        @Override
        public String line(Object row, List<String> cells) {
            return json(row) + "\n";
        }

        @Override
        public String end(Map<String, Object> facts, Instant at, int columns) {
            return member("trailer", facts);
        }

        @Override
        String trailer(Map<String, Object> facts, Function<byte[], String> signer) {
            return SignedTrailer.of(json(Map.of("trailer", facts)), signer).line() + "\n";
        }
    };

    private static final ObjectMapper MAPPER = ProtocolJson.mapper();
    private static final List<String> FORMULA = List.of("=", "+", "-", "@", "\t", "\r");

    private final String mediaType;
    private final String ending;

    ExportForm(String mediaType, String ending) {
        this.mediaType = mediaType;
        this.ending = ending;
    }

    /** The form that a caller names: {@code csv} or {@code json}. */
    public static Optional<ExportForm> named(String name) {
        return Stream.of(values())
                .filter(form -> form.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }

    public String mediaType() {
        return mediaType;
    }

    /** Of a file's name, without the dot. */
    public String ending() {
        return ending;
    }

    /** What stands before the rows. */
    public abstract String head(List<String> columns);

    /** One row: as its cells, or as an object. */
    public abstract String line(Object row, List<String> cells);

    /**
     * The last line, which nobody signs.
     *
     * @param columns as many as each row has, 3 or more
     */
    public abstract String end(Map<String, Object> facts, Instant at, int columns);

    /** @param signer gives the signature of what the form signs; one that cannot be checked as it is signs nothing */
    abstract String trailer(Map<String, Object> facts, Function<byte[], String> signer);

    /** Whether who has the file can follow its chain. */
    boolean isProvable() {
        return this == JSON;
    }

    /** One line that is no row: an object with this one member. */
    static String member(String name, Object value) {
        return json(Map.of(name, value)) + "\n";
    }

    private static String json(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String joined(Stream<String> cells) {
        return cells.map(ExportForm::cell).collect(Collectors.joining(",")) + "\r\n";
    }

    /** The text as one cell that every reader takes for a text. */
    static String cell(String text) {
        String harmless = FORMULA.stream().anyMatch(text::startsWith) ? "'" + text : text;
        boolean quoted = harmless.chars().anyMatch(c -> c == '"' || c == ',' || c == '\r' || c == '\n')
                || !harmless.equals(harmless.strip());
        return quoted ? '"' + harmless.replace("\"", "\"\"") + '"' : harmless;
    }
}
