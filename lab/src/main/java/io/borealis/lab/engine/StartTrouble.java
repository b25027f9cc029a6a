package io.borealis.lab.engine;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds in a server's log the one sentence that says why the Engine did not start. */
final class StartTrouble {

    private static final Pattern CAUSE = Pattern.compile("^\\s*(?:Caused by: )([\\w.$]+): (.+)$");
    private static final Pattern ERROR = Pattern.compile("^.* (?:ERROR|FATAL) +\\[.*?\\] \\(.*?\\) (.+)$");

    private StartTrouble() {}

    /**
     * The sentence of the product where it speaks, else the innermost cause of the first trouble, else the first error,
     * else the last words.
     *
     * @param log what the server wrote since it was started
     */
    static String in(String log) {
        List<String> lines = log.lines().filter(line -> !line.isBlank()).toList();
        String innermost = "";
        String error = "";
        for (String line : lines) {
            Matcher cause = CAUSE.matcher(line);
            Matcher failed = ERROR.matcher(line);
            if (cause.matches()) {
                innermost = cause.group(2);
                if (isOfTheProduct(cause.group(1))) {
                    return innermost.strip();
                }
            } else if (failed.matches()) {
                if (!innermost.isEmpty()) {
                    break;
                }
                if (error.isEmpty()) {
                    error = failed.group(1);
                }
            }
        }
        if (!innermost.isEmpty()) {
            return innermost.strip();
        }
        if (!error.isEmpty()) {
            return error.strip();
        }
        return lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1).strip();
    }

    private static boolean isOfTheProduct(String exception) {
        return exception.startsWith("io.borealis.") || exception.startsWith("jakarta.resource.spi.");
    }
}
