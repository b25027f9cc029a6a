package io.borealis.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of faults says what {@link FaultMatrixIT} tries, and nothing else. */
class FaultTableTest {

    private static final Path PAGE = Path.of("..", "docs", "faults.md");
    private static final String WRITE = "borealis.docs.write";
    private static final String BEGIN = "<!-- made by FaultTableTest; write it with -D" + WRITE + "=true -->\n";
    private static final String END = "<!-- end of what is made -->\n";

    @Test
    void thePageHasEveryFaultAndItsOutcome() throws Exception {
        String table = BEGIN
                + "| Fault | When | Afterwards | Cell |\n|---|---|---|---|\n"
                + Stream.of(Fault.values()).map(Fault::row).collect(Collectors.joining("\n"))
                + "\n" + END;
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        assertThat(begin).as("the page has a place for the table").isNotNegative();
        assertThat(end).isGreaterThan(begin);
        String wanted = page.substring(0, begin) + table + page.substring(end + END.length());
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(PAGE, wanted);
        }
        assertThat(Files.readString(PAGE))
                .as("%s is not what the tests try; write it with -D%s=true", PAGE, WRITE)
                .isEqualTo(wanted);
    }
}
