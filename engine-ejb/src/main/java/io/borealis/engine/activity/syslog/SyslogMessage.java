package io.borealis.engine.activity.syslog;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line as a syslog message (RFC 5424), in a frame that says its length (RFC 5425, section 4.3). Its kind is the line's first
 * word, the name of the event. Immutable.
 */
final class SyslogMessage {
    /** Facility 13, log audit, and severity 6, informational. */
    private static final int PRIORITY = 13 * 8 + 6;

    private static final int LONGEST_NAME = 255;
    private static final Pattern KIND = Pattern.compile("[a-z_]{1,32}(?= |$)");
    /** What a name of a machine may not have in a message. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[^!-~]");

    private SyslogMessage() {}

    /** @param host the machine's name, as receivers know it */
    static byte[] framed(Instant at, String host, long process, String line) {
        Matcher kind = KIND.matcher(line);
        String head = "<" + PRIORITY + ">1 " + at.truncatedTo(ChronoUnit.MICROS) + " " + name(host) + " borealis "
                + process + " " + (kind.lookingAt() ? kind.group() : "-") + " - ";
        // Text of Unicode begins with its mark
        byte[] message = (head + "\uFEFF" + line).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream frame = new ByteArrayOutputStream(message.length + 8);
        frame.writeBytes((message.length + " ").getBytes(StandardCharsets.US_ASCII));
        frame.writeBytes(message);
        return frame.toByteArray();
    }

    private static String name(String host) {
        String name = UNPRINTABLE.matcher(host).replaceAll("");
        return name.isEmpty() ? "-" : name.substring(0, Math.min(name.length(), LONGEST_NAME));
    }
}
