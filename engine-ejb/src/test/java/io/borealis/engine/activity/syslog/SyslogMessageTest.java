package io.borealis.engine.activity.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SyslogMessageTest {
    private static final Instant AT = Instant.parse("2026-12-01T07:08:09.123456789Z");

    private static String framed(String host, String line) {
        return new String(SyslogMessage.framed(AT, host, 4711, line), StandardCharsets.UTF_8);
    }

    @Test
    void saysLengthPriorityTimeSenderAndEvent() {
        assertThat(framed("engine.example.com", "tunnel_ended agent=a1 detail=\"idle\""))
                .isEqualTo("121 <110>1 2026-12-01T07:08:09.123456Z engine.example.com borealis 4711 tunnel_ended -"
                        + " \uFEFFtunnel_ended agent=a1 detail=\"idle\"");
    }

    @Test
    void countsBytesAndNotLetters() {
        byte[] frame = SyslogMessage.framed(AT, "h", 1, "site_created detail=\"日本\"");
        String text = new String(frame, StandardCharsets.UTF_8);
        int length = Integer.parseInt(text.substring(0, text.indexOf(' ')));

        assertThat(frame).hasSize(length + text.indexOf(' ') + 1);
        assertThat(text).endsWith("\"日本\"");
    }

    @Test
    void leavesOutWhatAReceiverCouldNotRead() {
        assertThat(framed("büro pc", "Odd line")).contains("Z bropc borealis 4711 - - \uFEFFOdd line");
        assertThat(framed("", "x")).contains("Z - borealis 4711 x - ");
    }
}
