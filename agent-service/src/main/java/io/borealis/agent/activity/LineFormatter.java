package io.borealis.agent.activity;

import io.borealis.protocol.Text;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/**
 * One record a line: time in UTC, level, origin, text. What comes from outside cannot begin a line of its own: what
 * cannot be printed is escaped, and the lines of a stack trace are indented.
 */
final class LineFormatter extends Formatter {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    @Override
    public String format(LogRecord record) {
        StringBuilder line = new StringBuilder(160)
                .append(TIME.format(record.getInstant()))
                .append(' ')
                .append(record.getLevel().getName())
                .append(' ')
                .append(lastPart(record.getLoggerName()))
                .append(" - ")
                .append(Text.readable(formatMessage(record)));
        if (record.getThrown() != null) {
            StringWriter trace = new StringWriter();
            record.getThrown().printStackTrace(new PrintWriter(trace));
            trace.toString().lines().forEach(step -> line.append("\n    ").append(Text.readable(step.strip())));
        }
        return line.append('\n').toString();
    }

    private static String lastPart(String name) {
        return name == null ? "" : name.substring(name.lastIndexOf('.') + 1);
    }
}
