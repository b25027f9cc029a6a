package io.borealis.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A table of a page of the documents that is what the tests do, and is made from them. */
public final class MadeTable {

    private static final String WRITE = "borealis.docs.write";
    private static final String END = "<!-- end of what is made -->\n";

    private MadeTable() {}

    /**
     * The page has exactly this table at its place; with the system property it is put there first.
     *
     * @param page below the folder of documents
     * @param maker the test that makes it, as its place in the page says
     * @param head names of the columns
     * @param rows of the table, each on one line
     */
    public static void isIn(String page, Class<?> maker, List<String> head, List<String> rows) throws IOException {
        Path file = Path.of("..", "docs", page);
        String begin = "<!-- made by " + maker.getSimpleName() + "; write it with -D" + WRITE + "=true -->\n";
        String text = Files.readString(file);
        int from = text.indexOf(begin);
        int to = text.indexOf(END);
        assertThat(from).as("%s has a place for the table", page).isNotNegative();
        assertThat(to).isGreaterThan(from);
        String wanted = text.substring(0, from) + begin + "| " + String.join(" | ", head) + " |\n|"
                + "---|".repeat(head.size()) + "\n" + String.join("\n", rows) + "\n" + text.substring(to);
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(file, wanted);
        }
        assertThat(Files.readString(file))
                .as("%s is not what the tests do; write it with -D%s=true", page, WRITE)
                .isEqualTo(wanted);
    }
}
