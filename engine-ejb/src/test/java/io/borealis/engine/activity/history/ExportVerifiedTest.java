package io.borealis.engine.activity.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.borealis.engine.EngineHome;
import io.borealis.engine.TestClock;
import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.access.Role;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.engine.activity.seal.ActivityProof;
import io.borealis.engine.activity.seal.ActivitySealer;
import io.borealis.engine.activity.seal.SealSigner;
import io.borealis.engine.token.EngineKeys;
import io.borealis.persistence.LocalDatabase;
import io.borealis.persistence.access.Operator;
import io.borealis.persistence.activity.Activity;
import io.borealis.protocol.activity.ChainLink;
import io.borealis.protocol.activity.RowContent;
import io.borealis.verify.Verify;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the Engine exports, changed by somebody, and the verifier that has the file and the public key alone. */
class ExportVerifiedTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final int ROWS = 120;
    private static final int CHANGES = 1_000;

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private final JdbcConnectionPool pool =
            JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "sa");
    private final OperatorSession auditor = new OperatorSession("s", "axel", Set.of(Role.AUDITOR), "192.0.2.44");
    private LocalDatabase database;
    private EngineKeys keys;
    private ActivityHistory history;
    private ActivitySealer sealer;
    private Path key;
    private String said = "";

    @BeforeEach
    void haveAnEngineWithRows() throws IOException {
        database = LocalDatabase.on(pool);
        keys = EngineKeys.at(new EngineHome(folder));
        SealSigner signer = new SealSigner(keys.activitySeal(), clock);
        ActivityLog log = new ActivityLog(database, folder.resolve("reverse_tunnel.log"), clock, clock);
        sealer = new ActivitySealer(database, log, signer, keys.storage(), clock);
        history = new ActivityHistory(database, log, sealer, signer, clock, clock);
        database.run(work ->
                work.operators().add(new Operator("axel", "no hash", List.of(Role.AUDITOR.group()), clock.instant())));
        for (int i = 0; i < 4; i++) {
            int from = i * ROWS / 4;
            database.run(work -> {
                for (int j = from; j < from + ROWS / 4; j++) {
                    work.activity().add(row(j));
                }
            });
            sealer.sealNow();
        }
        key = keyFile();
    }

    private static Activity row(int number) {
        return new Activity(
                BEGIN.plusSeconds(60L * number),
                (number % 3 == 0 ? ActivityEvent.SITE_RENAMED : ActivityEvent.SITE_CREATED).wireName(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("ada"),
                Optional.of("192.0.2.1"),
                Optional.of("row " + number + ", \"quoted\" 日本"));
    }

    @AfterEach
    void close() {
        database.close();
        pool.dispose();
    }

    private Path keyFile() throws IOException {
        String pem = history.proof().keys().stream()
                .map(ActivityProof.PublicKeyView::pem)
                .collect(Collectors.joining());
        return Files.writeString(folder.resolve("key.pem"), pem);
    }

    private String exported(HistoryFilter filter, ExportForm form) throws IOException {
        clock.advance(Duration.ofSeconds(60));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ((ExportResult.Granted) history.export(auditor, filter, form)).export().writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static HistoryFilter filter(Set<ActivityEvent> events, Optional<Instant> from, Optional<Instant> until) {
        return new HistoryFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                events,
                from,
                until,
                Optional.empty());
    }

    private int verified(byte[] export, Path with) throws IOException {
        Path file = Files.write(folder.resolve("export.jsonl"), export);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code = Verify.run(
                List.of(file.toString(), "--key", with.toString()), new PrintStream(out, true, StandardCharsets.UTF_8));
        said = out.toString(StandardCharsets.UTF_8);
        return code;
    }

    private int verified(String export) throws IOException {
        return verified(export.getBytes(StandardCharsets.UTF_8), key);
    }

    private static List<String> linesOf(String export) {
        return new ArrayList<>(List.of(export.split("(?<=\n)")));
    }

    @Test
    void provesWhatTheEngineGave() throws IOException {
        assertThat(verified(exported(HistoryFilter.ALL, ExportForm.JSON)))
                .as(said)
                .isZero();
        assertThat(said).startsWith("PROVEN: " + ROWS + " rows").contains("no gap from sequence 1 to " + ROWS);

        HistoryFilter hour =
                filter(Set.of(), Optional.of(BEGIN.plusSeconds(600)), Optional.of(BEGIN.plusSeconds(4200)));
        assertThat(verified(exported(hour, ExportForm.JSON))).as(said).isZero();
        assertThat(said).startsWith("PROVEN: 60 rows").contains("no gap");

        HistoryFilter some = filter(Set.of(ActivityEvent.SITE_RENAMED), Optional.empty(), Optional.empty());
        assertThat(verified(exported(some, ExportForm.JSON))).as(said).isZero();
        assertThat(said).startsWith("PROVEN: 40 rows").contains("signed word").contains("event=site_renamed");
    }

    @Test
    void provesAPeriodIntoWhichALateRowFalls() throws IOException {
        database.run(work -> work.activity().add(row(30)));
        sealer.sealNow();
        HistoryFilter hour =
                filter(Set.of(), Optional.of(BEGIN.plusSeconds(600)), Optional.of(BEGIN.plusSeconds(4200)));
        assertThat(verified(exported(hour, ExportForm.JSON))).as(said).isZero();
        assertThat(said).startsWith("PROVEN: 61 rows");
    }

    @Test
    void saysOneSentenceOfWhatItCannotProve() throws IOException {
        String export = exported(HistoryFilter.ALL, ExportForm.JSON);
        Path others = Files.writeString(
                folder.resolve("others.pem"),
                "-----BEGIN PUBLIC KEY-----\n"
                        + EngineKeys.at(new EngineHome(folder.resolve("b")))
                                .activitySeal()
                                .current()
                                .deviceKey()
                                .toBase64()
                        + "\n-----END PUBLIC KEY-----\n");
        assertThat(verified(export.getBytes(StandardCharsets.UTF_8), others)).isEqualTo(3);
        assertThat(said).contains("another Engine's");
        assertThat(verified(export.substring(0, export.length() / 2))).isEqualTo(2);
        assertThat(said).contains("was cut");
        assertThat(verified(exported(HistoryFilter.ALL, ExportForm.CSV))).isEqualTo(4);
    }

    @Test
    void believesAKeyForWhichTheOneBeforeVouches() throws IOException {
        keys.activitySeal().rotate(clock.instant(), Duration.ofDays(14));
        database.run(work -> work.activity().add(row(500)));
        String export = exported(HistoryFilter.ALL, ExportForm.JSON);
        assertThat(verified(export)).as(said).isZero();

        // A chosen export has no checkpoints, so nobody vouches in it
        HistoryFilter some = filter(Set.of(ActivityEvent.SITE_RENAMED), Optional.empty(), Optional.empty());
        String chosen = exported(some, ExportForm.JSON);
        assertThat(verified(chosen)).isEqualTo(3);
        assertThat(said).contains(keys.activitySeal().current().deviceKey().fingerprint());
        key = keyFile();
        assertThat(verified(chosen)).as(said).isZero();
    }

    @Test
    void saysWhereTheEnginesOwnDatabaseWasChanged() throws IOException, SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("update activity set username = 'eve' where detail like 'row 70,%'");
            assertThat(verified(exported(HistoryFilter.ALL, ExportForm.JSON))).isEqualTo(1);
            assertThat(said).contains("line 50: ").contains("(sequence 71) is not as it was sealed");
            statement.execute("update activity set username = 'ada' where detail like 'row 70,%'");
            statement.execute("delete from activity where detail like 'row 80,%'");
            assertThat(verified(exported(HistoryFilter.ALL, ExportForm.JSON))).isEqualTo(1);
            assertThat(said).contains("sequence 81 was sealed, and the Engine's database had it no more");
        }
    }

    /** The trailer that fits the lines before it, as well as it can be made without the key. */
    private static void mend(List<String> lines) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        long count = 0;
        for (String line : lines.subList(0, lines.size() - 1)) {
            digest.update(line.getBytes(StandardCharsets.UTF_8));
            count += line.startsWith("{\"activity_id\"") ? 1 : 0;
        }
        ObjectNode last = (ObjectNode) JSON.readTree(lines.get(lines.size() - 1));
        ((ObjectNode) last.get("trailer"))
                .put("sha256", HexFormat.of().formatHex(digest.digest()))
                .put("count", count);
        lines.set(lines.size() - 1, JSON.writeValueAsString(last) + "\n");
    }

    /** Changes the row in a line and makes every hash from there on anew. */
    private static void rewriteFrom(List<String> lines, int changed) throws Exception {
        ObjectNode row = (ObjectNode) JSON.readTree(lines.get(changed));
        row.put("detail", "forged");
        lines.set(changed, JSON.writeValueAsString(row) + "\n");
        String hash = row.get("previous_hash").asText();
        for (int i = changed; i >= 0; i--) {
            ObjectNode each = (ObjectNode) JSON.readTree(lines.get(i));
            each.put("previous_hash", hash);
            hash = ChainLink.of(each.get("sequence").asLong(), hash, content(each))
                    .hash();
            each.put("hash", hash);
            lines.set(i, JSON.writeValueAsString(each) + "\n");
        }
    }

    private static RowContent content(JsonNode row) {
        return new RowContent(
                row.get("activity_id").asLong(),
                Instant.parse(row.get("at").asText()),
                row.get("event").asText(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(row.get("operator").asText()),
                Optional.of(row.get("address").asText()),
                Optional.of(row.get("detail").asText()));
    }

    private static byte[] bytes(List<String> lines) {
        return String.join("", lines).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void saysWhereARowIsMissingOrWasSealedAnew() throws Exception {
        String export = exported(HistoryFilter.ALL, ExportForm.JSON);
        List<String> lines = linesOf(export);
        lines.remove(20);
        mend(lines);
        assertThat(verified(bytes(lines), key)).isEqualTo(1);
        assertThat(said).contains("sequence " + (ROWS - 20) + " is missing");

        lines = linesOf(export);
        Collections.swap(lines, 7, 8);
        mend(lines);
        assertThat(verified(bytes(lines), key)).isEqualTo(1);
        assertThat(said).contains("line 9: ").contains("in the wrong place");

        lines = linesOf(export);
        rewriteFrom(lines, 35);
        mend(lines);
        assertThat(verified(bytes(lines), key)).isEqualTo(1);
        assertThat(said).contains("rows from sequence 61 to 90 were changed and sealed anew");
    }

    private static byte[] changed(String export, Random random, int kind) throws Exception {
        List<String> lines = linesOf(export);
        int row = random.nextInt(ROWS);
        switch (kind) {
            case 0 -> {
                byte[] bytes = export.getBytes(StandardCharsets.UTF_8);
                int at = random.nextInt(bytes.length);
                bytes[at] = (byte) (bytes[at] + 1 + random.nextInt(255));
                return bytes;
            }
            case 1 -> lines.remove(row);
            case 2 -> {
                ObjectNode forged = (ObjectNode) JSON.readTree(lines.get(row));
                forged.put("activity_id", 1_000_000 + random.nextInt(1000));
                lines.add(random.nextInt(ROWS + 1), JSON.writeValueAsString(forged) + "\n");
            }
            case 3 -> Collections.swap(lines, row, (row + 1 + random.nextInt(ROWS - 1)) % ROWS);
            default -> rewriteFrom(lines, row);
        }
        if (random.nextBoolean()) {
            mend(lines);
        }
        return bytes(lines);
    }

    @Test
    void findsEachOfAThousandChanges() throws Exception {
        HistoryFilter some = filter(
                Set.of(ActivityEvent.SITE_CREATED, ActivityEvent.SITE_RENAMED), Optional.empty(), Optional.empty());
        List<String> exports = Stream.of(exported(HistoryFilter.ALL, ExportForm.JSON), exported(some, ExportForm.JSON))
                .toList();
        for (String export : exports) {
            assertThat(verified(export)).as(said).isZero();
        }
        Random random = new Random(43);
        for (int i = 0; i < CHANGES; i++) {
            String export = exports.get(i % exports.size());
            int kind = i / exports.size() % 5;
            int code = verified(changed(export, random, kind), key);
            assertThat(code).as("change %d of kind %d: %s", i, kind, said).isBetween(1, 4);
            assertThat(said).startsWith("NOT PROVEN: ").hasLineCount(1);
        }
    }
}
