package io.borealis.protocol.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.borealis.protocol.ProtocolJson;
import org.junit.jupiter.api.Test;

class FromTerminalTest {

    private static final ObjectMapper JSON = ProtocolJson.mapper();

    private static String text(FromTerminal word) throws JsonProcessingException {
        return JSON.writerFor(FromTerminal.class).writeValueAsString(word);
    }

    @Test
    void tellsItsBoundsWhenItOpens() throws JsonProcessingException {
        assertThat(text(new FromTerminal.Opened("t-1", 0, FromTerminal.WINDOW_BYTES, FromTerminal.MAX_INPUT_BYTES)))
                .isEqualTo(
                        "{\"type\":\"opened\",\"terminal_id\":\"t-1\",\"offset\":0,\"window\":262144,\"max_input\":524288}");
    }

    @Test
    void tellsWhereAReplayBeginsAndWhatBringsTheScreenThere() throws JsonProcessingException {
        assertThat(text(new FromTerminal.Attached(
                        "t-1", 5_000_000_000L, 5_000_000_010L, "\u001b[?2004h", 262_144, 524_288)))
                .isEqualTo(
                        "{\"type\":\"attached\",\"terminal_id\":\"t-1\",\"offset\":5000000000,\"live_from\":5000000010,"
                                + "\"restore\":\"\\u001B[?2004h\",\"window\":262144,\"max_input\":524288}");
    }

    @Test
    void tellsWhatWasTooLarge() throws JsonProcessingException {
        assertThat(text(new FromTerminal.InputRefused(FromTerminal.Input.KEYSTROKES, 524_288)))
                .isEqualTo("{\"type\":\"input_refused\",\"input\":\"keystrokes\",\"max_bytes\":524288}");
    }
}
