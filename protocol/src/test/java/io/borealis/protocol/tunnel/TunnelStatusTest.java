package io.borealis.protocol.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TunnelStatusTest {
    @Test
    void knowsEveryLegalStepAndNoOther() {
        List<String> legal = new ArrayList<>();
        for (TunnelStatus from : TunnelStatus.values()) {
            for (TunnelStatus to : TunnelStatus.values()) {
                if (from.mayBecome(to)) {
                    legal.add(from + " " + to);
                }
            }
        }
        assertThat(legal)
                .containsExactlyInAnyOrder(
                        "PENDING UP", "PENDING DOWN", "UP RECOVERING", "UP DOWN", "RECOVERING UP", "RECOVERING DOWN");
    }
}
