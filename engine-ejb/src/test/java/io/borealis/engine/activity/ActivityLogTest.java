package io.borealis.engine.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.borealis.engine.TestClock;
import io.borealis.persistence.LocalDatabase;
import io.borealis.persistence.activity.Activity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActivityLogTest {
    @TempDir
    Path folder;

    @Test
    void writesNoForgedLineOrField() {
        String line = ActivityLog.line(ActivityEntry.of(ActivityEvent.LOGIN_REFUSED)
                .by("eve\" operator=\"admin\n1970 forged", "192.0.2.9")
                .because("line\u2028separator"));

        assertThat(line)
                .isEqualTo("login_refused operator=\"eve\\\" operator=\\\"admin\\u000a1970 forged\""
                        + " from=\"192.0.2.9\" detail=\"line\\u2028separator\"");
    }

    @Test
    void keepsARowAndALineWholeWhateverAnybodyIsCalled() throws IOException {
        Path file = folder.resolve("reverse_tunnel.log");
        TestClock clock = new TestClock();
        String name = "eve\ud800\n\u202e\u0000" + "\u2066".repeat(128);
        try (LocalDatabase database = LocalDatabase.h2();
                ActivityLog log = new ActivityLog(database, file, clock, clock)) {
            log.write(ActivityEntry.of(ActivityEvent.LOGIN_REFUSED)
                    .by(name, "192.0.2.9")
                    .because("x".repeat(1999) + "😀"));

            Activity row = database.read(work -> work.activity().newest(1).get(0));
            assertThat(row.username().orElseThrow())
                    .hasSizeLessThanOrEqualTo(128)
                    .startsWith("eve\\ud800\\u000a\\u202e\\u0000");
            assertThat(row.detail().orElseThrow()).isEqualTo("x".repeat(1999));
            assertThat(Files.readAllLines(file)).singleElement(STRING).contains("eve\\ud800");
        }
    }

    @Test
    void keepsOnlyTheNewestFullFiles() throws IOException {
        RotatingLog log = new RotatingLog(folder.resolve("reverse_tunnel.log"), 100, 3);
        for (int i = 0; i < 200; i++) {
            log.append("line " + i);
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(4).allMatch(file -> file.toFile().length() < 120);
        }
        assertThat(folder.resolve("reverse_tunnel.log")).content().contains("line 199");
    }

    @Test
    void writesNoLineForWorkThatWasNotCommitted() {
        Path file = folder.resolve("reverse_tunnel.log");
        TestClock clock = new TestClock();
        try (LocalDatabase database = LocalDatabase.h2()) {
            ActivityLog log = new ActivityLog(database, file, clock, clock);
            assertThatThrownBy(() -> database.run(work -> {
                        log.write(work, ActivityEntry.of(ActivityEvent.TUNNEL_OPENED));
                        throw new IllegalStateException("no");
                    }))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(file).doesNotExist();
            boolean nothing = database.read(work -> work.activity().newest(1).isEmpty());
            assertThat(nothing).isTrue();

            log.write(ActivityEntry.of(ActivityEvent.TUNNEL_OPENED));
            assertThat(file).content().contains("tunnel_opened");
        }
    }
}
