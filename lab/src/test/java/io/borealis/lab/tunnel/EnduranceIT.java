package io.borealis.lab.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.lab.LabCase;
import io.borealis.lab.host.Usage;
import org.junit.jupiter.api.Test;

class EnduranceIT extends LabCase {

    private static final int WARM_UP = 30;
    private static final int CYCLES = Integer.getInteger("borealis.tunnel-cycles", 200);

    @Test
    void costsAnAgentNothingToOpenAndCloseTunnelsAgainAndAgain() {
        cycle(WARM_UP);
        Usage before = Usage.of(first.service().process());

        cycle(CYCLES);

        // The Engine tells the end of the last tunnel a moment before the device has put everything away
        await().atMost(SOON).untilAsserted(() -> {
            Usage after = Usage.of(first.service().process());
            assertThat(after.descriptors()).isLessThanOrEqualTo(before.descriptors() + 5);
            assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + 3);
            assertThat(after.residentMiB()).isLessThan(before.residentMiB() + 8);
        });
        System.out.println(CYCLES + " tunnels: " + before + " became "
                + Usage.of(first.service().process()));
    }

    private void cycle(int times) {
        for (int i = 0; i < times; i++) {
            up(operator, first);
            operator.disconnect(first.id()).expect(200);
        }
    }
}
