package io.borealis.agent.activity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
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
}
