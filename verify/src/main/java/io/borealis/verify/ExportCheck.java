package io.borealis.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.borealis.protocol.ProtocolJson;
import io.borealis.protocol.activity.ChainLink;
import io.borealis.protocol.activity.Checkpoint;
import io.borealis.protocol.activity.SignedTrailer;
import io.borealis.protocol.device.DeviceKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks one export in two passes: the first takes the trailer and the checkpoints, the second follows every line. What fails
 * first in the order of the file is told. For one file; not thread-safe.
 */
final class ExportCheck {
    private static final ObjectMapper MAPPER = ProtocolJson.mapper();
    private static final byte[] CHECKPOINT = "{\"checkpoint\":".getBytes(StandardCharsets.UTF_8);

    private final Path file;
    private final TrustedKeys keys;
    private final Map<Long, Long> covered = new LinkedHashMap<>();
    private long lines;
    private byte[] last = new byte[0];

    ExportCheck(Path file, TrustedKeys keys) {
        this.file = file;
        this.keys = keys;
    }

    /** Never fails: what cannot be checked is a verdict as well. */
    Verdict check() {
        try {
            look();
            SignedTrailer signed = signedTrailer();
            Trailer trailer = trailer(signed);
            DeviceKey key = keys.find(trailer.keyId())
                    .orElseThrow(() -> new FailedException(
                            Outcome.WRONG_KEY,
                            "the export says that it is signed by the key " + trailer.keyId()
                                    + ", which is none of those given: it is another Engine's, or the Engine has another"
                                    + " key now; take its keys from GET /api/activity/keys"));
            String digest = follow(trailer);
            if (!digest.equals(trailer.sha256())) {
                throw new FailedException(
                        Outcome.CHANGED,
                        "the bytes before the trailer are not those that were exported: a row was removed, inserted,"
                                + " moved or changed, and no row by itself shows which");
            }
            if (!key.verifies(signed.statement(), HexFormat.of().parseHex(signed.signature()))) {
                throw new FailedException(
                        Outcome.CHANGED,
                        "line " + lines + ": the signature of the trailer is wrong: the file was changed after it was"
                                + " exported, or somebody without the Engine's key made it");
            }
            return new Verdict(Outcome.PROVEN, Words.proven(trailer));
        } catch (FailedException failed) {
            return failed.verdict();
        } catch (IOException unreadable) {
            return new Verdict(Outcome.UNREADABLE, "the export cannot be read: " + unreadable);
        }
    }

    private void look() throws IOException, FailedException {
        try (ExportFile in = new ExportFile(file)) {
            for (Optional<byte[]> line = in.next(); line.isPresent(); line = in.next()) {
                last = line.get();
                lines++;
                if (lines == 1 && last[0] != '{') {
                    throw new FailedException(
                            Outcome.NO_EXPORT,
                            "this is no export in JSON lines: what is checked is the export with format=json, not CSV");
                }
                if (startsWithCheckpoint(last)) {
                    Checkpoint checkpoint = checkpoint(json(last, lines));
                    covered.put(checkpoint.number(), checkpoint.sequence());
                    keys.learn(checkpoint);
                }
            }
        }
        if (lines == 0) {
            throw new FailedException(Outcome.CUT, "the file is empty");
        }
    }

    private static boolean startsWithCheckpoint(byte[] line) {
        return line.length > CHECKPOINT.length
                && MessageDigest.isEqual(Arrays.copyOf(line, CHECKPOINT.length), CHECKPOINT);
    }

    private SignedTrailer signedTrailer() throws FailedException {
        String text = new String(last, StandardCharsets.UTF_8);
        if (!text.startsWith("{\"trailer\":") || !text.endsWith("\n")) {
            throw new FailedException(
                    Outcome.CUT,
                    "the last line is no trailer: the file was cut after line " + (lines - 1)
                            + ", or something was put behind it; export it again");
        }
        return SignedTrailer.parse(text.substring(0, text.length() - 1))
                .orElseThrow(() -> FailedException.inLine(lines, "the trailer is not as the Engine writes it"));
    }

    private Trailer trailer(SignedTrailer signed) throws FailedException {
        byte[] json = signed.json().getBytes(StandardCharsets.UTF_8);
        try {
            Trailer trailer = MAPPER.treeToValue(json(json, lines).get("trailer"), Trailer.class);
            // Whatever cannot be read as a time is found here and not later
            trailer.isWithin(trailer.end());
            return trailer;
        } catch (JsonProcessingException | DateTimeException other) {
            throw FailedException.inLine(lines, "the trailer is not as the Engine writes it");
        }
    }

    private static JsonNode json(byte[] line, long number) throws FailedException {
        try {
            JsonNode node = MAPPER.readTree(line);
            if (node.isObject()) {
                return node;
            }
        } catch (IOException broken) {
            throw FailedException.inLine(number, "it is not JSON");
        }
        throw FailedException.inLine(number, "it is not a JSON object");
    }

    private Checkpoint checkpoint(JsonNode line) throws FailedException {
        return value(line.get("checkpoint"), Checkpoint.class, lines);
    }

    private static <T> T value(JsonNode node, Class<T> type, long number) throws FailedException {
        try {
            return MAPPER.treeToValue(node, type);
        } catch (JsonProcessingException | IllegalArgumentException other) {
            throw FailedException.inLine(number, "it is not as the Engine writes it");
        }
    }

    /** The SHA-256 of what is before the trailer. */
    private String follow(Trailer trailer) throws IOException, FailedException {
        MessageDigest digest = sha256();
        Lines following = new Lines(trailer, keys, new Chain(Set.copyOf(covered.values())));
        try (ExportFile in = new ExportFile(file)) {
            for (long number = 1; number < lines; number++) {
                byte[] line = in.next().orElseThrow(() -> new IOException("the file changes while it is read"));
                digest.update(line);
                following.follow(json(line, number), number);
            }
        }
        following.end();
        return HexFormat.of().formatHex(digest.digest());
    }

    /** What each line says, one after the other. */
    private static final class Lines {
        private final Trailer trailer;
        private final TrustedKeys keys;
        private final Chain chain;
        private Optional<Row> before = Optional.empty();
        private Optional<Checkpoint> lastCheckpoint = Optional.empty();
        private long count;

        Lines(Trailer trailer, TrustedKeys keys, Chain chain) {
            this.trailer = trailer;
            this.keys = keys;
            this.chain = chain;
        }

        void follow(JsonNode line, long number) throws FailedException {
            if (line.has("link")) {
                ChainLink link = value(line.get("link"), ChainLink.class, number);
                if (trailer.isWithin(link.at())) {
                    throw FailedException.inLine(
                            number, "sequence " + link.sequence() + " belongs to the period, and its row is not there");
                }
                add(link, number);
            } else if (line.has("gone")) {
                throw FailedException.inLine(
                        number,
                        "the row with sequence " + line.at("/gone/sequence").asLong()
                                + " was sealed, and the Engine's database had it no more");
            } else if (line.has("checkpoint")) {
                meet(value(line.get("checkpoint"), Checkpoint.class, number), number);
            } else {
                follow(value(line, Row.class, number), number);
            }
        }

        private void follow(Row row, long number) throws FailedException {
            count++;
            if (!row.isSealed()) {
                throw FailedException.inLine(
                        number, row.name() + " was never sealed: it was not the Engine that wrote it");
            }
            if (before.isPresent() && !row.isAfter(before.get())) {
                throw FailedException.inLine(number, row.name() + " stands in the wrong place, or twice");
            }
            before = Optional.of(row);
            if (!trailer.isWithin(row.at())) {
                throw FailedException.inLine(number, row.name() + " does not belong to the period of the export");
            }
            ChainLink link = row.link();
            if (!row.hash().equals(Optional.of(link.hash()))) {
                throw FailedException.inLine(number, row.name() + " is not as it was sealed");
            }
            if (trailer.complete()) {
                add(link, number);
            }
        }

        private void add(ChainLink link, long number) throws FailedException {
            Optional<String> wrong = chain.add(link);
            if (wrong.isPresent()) {
                throw FailedException.inLine(number, wrong.get());
            }
        }

        private void meet(Checkpoint checkpoint, long number) throws FailedException {
            if (lastCheckpoint.isEmpty()) {
                requireNoGap();
            }
            String name = "checkpoint " + checkpoint.number();
            if (lastCheckpoint
                    .filter(one -> one.number() + 1 != checkpoint.number())
                    .isPresent()) {
                throw FailedException.inLine(number, name + " does not follow the one before: one was removed");
            }
            DeviceKey key = keys.find(checkpoint.keyId())
                    .orElseThrow(() -> new FailedException(
                            Outcome.WRONG_KEY,
                            "line " + number + ": " + name + " is signed by the key " + checkpoint.keyId()
                                    + ", which is none of those given; give that key too (GET /api/activity/keys)"));
            if (!checkpoint.isSignedBy(key)) {
                throw FailedException.inLine(number, "the signature of " + name + " is wrong");
            }
            if (!chain.hashOf(checkpoint.sequence()).equals(Optional.of(checkpoint.hash()))) {
                throw FailedException.inLine(
                        number,
                        name + " was signed over another chain: rows from sequence "
                                + (lastCheckpoint.map(Checkpoint::sequence).orElse(first() - 1) + 1) + " to "
                                + checkpoint.sequence() + " were changed and sealed anew");
            }
            if (checkpoint.lost().isPresent()) {
                throw FailedException.inLine(
                        number,
                        name + " says that the Engine had signed ("
                                + checkpoint.lost().get()
                                + ") and found it no more: its database was set back or rewritten");
            }
            lastCheckpoint = Optional.of(checkpoint);
        }

        private long first() {
            return trailer.firstSequence().orElse(1L);
        }

        private void requireNoGap() throws FailedException {
            if (trailer.complete() && trailer.lastSequence().isPresent()) {
                Optional<String> gap = chain.gap(first(), trailer.lastSequence().get());
                if (gap.isPresent()) {
                    throw new FailedException(Outcome.CHANGED, gap.get());
                }
            }
        }

        void end() throws FailedException {
            if (lastCheckpoint.isEmpty()) {
                requireNoGap();
            }
            if (count != trailer.count()) {
                throw new FailedException(
                        Outcome.CHANGED, "the file has " + count + " rows, and " + trailer.count() + " were exported");
            }
            Optional<Long> end = lastCheckpoint.map(Checkpoint::sequence);
            if (trailer.complete() && !end.equals(trailer.lastSequence())) {
                throw new FailedException(Outcome.CHANGED, "no checkpoint covers the end of the chain: it was removed");
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-256 is part of every Java runtime", impossible);
        }
    }
}
