package io.borealis.engine.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.protocol.terminal.FromTerminal;
import io.borealis.protocol.terminal.FromTerminal.Skipped;
import io.borealis.protocol.terminal.Leave;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who looks on slowly holds up nobody, and is told what he missed. */
class SlowWatcherTest extends SharedTerminalCase {
    @Test
    void aWatcherThatDoesNotReadFallsBehindAloneAndIsToldWhatItMissed() {
        Attachment attachment = watching(Leave.WATCH);
        bobs.stall();
        flood(3);
        long missed = bobs.size();
        assertThat(missed).isLessThan(64 * 1024);

        bobs.goOn();
        await().until(() -> bobs.last(Skipped.class).isPresent());
        acknowledgeAll(attachment);

        await().until(() -> bobs.text().endsWith("^C\r\n$ "));
        assertThat(bobs.last(Skipped.class).orElseThrow().offset()).isGreaterThan(missed);
        assertThat(bobs.endings()).isEmpty();
    }

    @Test
    void aWatcherThatAcknowledgesNothingTakesOneWindowAndHoldsNobodyUp() {
        Attachment attachment = watching(Leave.WATCH);

        flood(4);

        assertThat(bobs.size()).isLessThanOrEqualTo(FromTerminal.WINDOW_BYTES);
        own.input(bytes("echo alive\n"));
        await().until(() -> screen.text().contains("alive\r\n$ "));
        acknowledgeAll(attachment);
        await().until(() -> {
            acknowledgeAll(attachment);
            return bobs.text().endsWith("alive\r\n$ ");
        });
    }

    private void acknowledgeAll(Attachment attachment) {
        attachment.acknowledge(FromTerminal.WINDOW_BYTES);
    }

    /** The owner draws so many windows of output, and ends it. */
    private void flood(int windows) {
        own.input(bytes("flood\n"));
        int[] drawn = {0};
        await().pollInterval(Duration.ofMillis(2)).until(() -> {
            int now = screen.size();
            own.acknowledge(now - drawn[0]);
            drawn[0] = now;
            return now > windows * FromTerminal.WINDOW_BYTES;
        });
        own.input(new byte[] {3});
        await().pollInterval(Duration.ofMillis(2)).until(() -> {
            own.acknowledge(FromTerminal.WINDOW_BYTES);
            return screen.text().endsWith("^C\r\n$ ");
        });
    }
}
