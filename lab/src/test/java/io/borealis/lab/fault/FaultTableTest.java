package io.borealis.lab.fault;

import io.borealis.lab.MadeTable;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of faults says what {@link FaultMatrixIT} tries, and nothing else. */
class FaultTableTest {

    @Test
    void thePageHasEveryFaultAndItsOutcome() throws Exception {
        MadeTable.isIn(
                "faults.md",
                FaultTableTest.class,
                List.of("Fault", "When", "Afterwards", "Cell"),
                Stream.of(Fault.values()).map(Fault::row).toList());
    }
}
