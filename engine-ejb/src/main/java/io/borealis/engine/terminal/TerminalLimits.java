package io.borealis.engine.terminal;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * How long a terminal waits for its operator, how much of its output is kept for him, and for how many tunnels his next
 * one is prepared, as the configuration says.
 * Immutable.
 *
 * @param grace after its socket dropped
 * @param leavingGrace after its page said that it leaves
 * @param replayBytes of one terminal
 * @param replayBytesPerTunnel of all terminals of one tunnel together
 * @param replayBytesInAll of all terminals of this Engine together
 * @param spareSessions of SSH, one in each of so many tunnels at most, that wait for the next terminal; 0 for none
 */
public record TerminalLimits(
        Duration grace,
        Duration leavingGrace,
        int replayBytes,
        int replayBytesPerTunnel,
        int replayBytesInAll,
        int spareSessions) {
    private static final int KIB = 1024;

    /** 60 and 5 seconds; 256 KiB, 4 MiB and 64 MiB; 256 sessions. */
    public static final TerminalLimits DEFAULT =
            new TerminalLimits(Duration.ofSeconds(60), Duration.ofSeconds(5), 256 * KIB, 4096 * KIB, 65_536 * KIB, 256);

    public TerminalLimits {
        if (replayBytes > replayBytesPerTunnel || replayBytesPerTunnel > replayBytesInAll) {
            throw new IllegalStateException("borealis.terminal.replay-kib is " + replayBytes / KIB
                    + ", borealis.terminal.replay-kib-per-tunnel " + replayBytesPerTunnel / KIB
                    + " and borealis.terminal.replay-kib-in-all " + replayBytesInAll / KIB
                    + "; none may be more than the one after it");
        }
    }

    /** Reads the properties through the lookup. */
    public static TerminalLimits from(Function<String, Optional<String>> property) {
        return new TerminalLimits(
                Duration.ofSeconds(
                        number(property, "grace-seconds", (int) DEFAULT.grace().toSeconds(), 0, 600)),
                Duration.ofSeconds(number(
                        property,
                        "leaving-grace-seconds",
                        (int) DEFAULT.leavingGrace().toSeconds(),
                        0,
                        60)),
                KIB * number(property, "replay-kib", DEFAULT.replayBytes() / KIB, 16, 4096),
                KIB * number(property, "replay-kib-per-tunnel", DEFAULT.replayBytesPerTunnel() / KIB, 16, 65_536),
                KIB * number(property, "replay-kib-in-all", DEFAULT.replayBytesInAll() / KIB, 16, 1_048_576),
                number(property, "spare-sessions", DEFAULT.spareSessions(), 0, 10_000));
    }

    private static int number(
            Function<String, Optional<String>> property, String name, int without, int least, int most) {
        String full = "borealis.terminal." + name;
        String text = property.apply(full).orElse(Integer.toString(without));
        if (text.matches("[0-9]{1,9}") && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most) {
            return Integer.parseInt(text);
        }
        throw new IllegalStateException(
                full + " is " + least + " to " + most + ", not " + text + "; the default is " + without);
    }
}
