package io.borealis.agent.activity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotatingFileTest {

    @TempDir
    Path folder;

    @Test
    void keepsABoundedNumberOfBoundedFiles() throws Exception {
        Path file = folder.resolve("reverse_tunnel.log");
        RotatingFile log = new RotatingFile(file, 1000);
        for (int i = 0; i < 200; i++) {
            log.publish(new LogRecord(Level.INFO, "line " + i + " of a log that grows and grows"));
        }
        log.close();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(5).allMatch(each -> each.toFile().length() <= 1000);
        }
        assertThat(file).content().contains("line 199 ");
        assertThat(folder.resolve("reverse_tunnel.1.log")).exists();
    }

    @Test
    void continuesAnEarlierFileInUtcAndLetsNobodyForgeALine() throws Exception {
        Path file = folder.resolve("reverse_tunnel.log");
        for (String text : new String[] {"first", "second\n2020-01-01T00:00:00.000Z INFO forged"}) {
            RotatingFile log = new RotatingFile(file);
            log.publish(new LogRecord(Level.INFO, text));
            log.close();
        }
        assertThat(Files.readAllLines(file)).hasSize(2).allMatch(line -> line.matches("2\\d{3}-.*Z INFO .*"));
    }

    @Test
    void writesWhatCannotBePrintedInWordsAndIndentsATrace() throws Exception {
        Path file = folder.resolve("reverse_tunnel.log");
        RotatingFile log = new RotatingFile(file);
        LogRecord record = new LogRecord(Level.WARNING, "name \ud800\u202e\u0000\u2028 grüße");
        record.setThrown(new IllegalStateException("x\n2020-01-01T00:00:00.000Z INFO forged\u202e"));
        log.publish(record);
        log.close();

        List<String> lines = Files.readAllLines(file);
        assertThat(lines.get(0)).endsWith("name \\ud800\\u202e\\u0000\\u2028 grüße");
        assertThat(lines.subList(1, lines.size()))
                .isNotEmpty()
                .allMatch(line -> line.startsWith("    "))
                .anyMatch(line -> line.contains("forged\\u202e"));
    }

    /** On Windows what java.io holds open cannot be renamed; elsewhere nobody is kept from anything. */
    @Test
    void losesNoLineWhileSomebodyReadsOneOfItsFiles() throws Exception {
        Path file = folder.resolve("Protokoll Ü 日本.log");
        RotatingFile log = new RotatingFile(file, 2000);
        int line = 0;
        for (Path held : new Path[] {file, folder.resolve("Protokoll Ü 日本.1.log")}) {
            line = write(log, line, 30);
            try (FileInputStream reader = new FileInputStream(held.toFile())) {
                assertThat(reader.read()).isPositive();
                line = write(log, line, 60);
            }
        }
        write(log, line, 10);
        log.close();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSizeGreaterThan(2);
        }
        List<String> kept = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path each : files.toList()) {
                Files.readAllLines(each).forEach(text -> kept.add(text.replaceAll(".* number", "number")));
            }
        }
        assertThat(kept).doesNotHaveDuplicates().hasSize(line + 10);
        assertThat(Files.size(file)).isLessThanOrEqualTo(2000);
    }

    private static int write(RotatingFile log, int from, int lines) {
        for (int i = from; i < from + lines; i++) {
            log.publish(new LogRecord(Level.INFO, "number " + i));
        }
        return from + lines;
    }
}
