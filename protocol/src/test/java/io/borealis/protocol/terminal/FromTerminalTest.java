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
        assertThat(text(new FromTerminal.Opened("t-1", FromTerminal.WINDOW_BYTES, FromTerminal.MAX_INPUT_BYTES)))
                .isEqualTo(
                        "{\"type\":\"opened\",\"terminal_id\":\"t-1\",\"window_bytes\":262144,\"max_input\":524288}");
    }

    @Test
    void tellsWhatWasTooLarge() throws JsonProcessingException {
        assertThat(text(new FromTerminal.InputRefused(FromTerminal.Input.KEYSTROKES, 524_288)))
                .isEqualTo("{\"type\":\"input_refused\",\"input\":\"keystrokes\",\"max_bytes\":524288}");
    }
}
