package io.borealis.network.windows;

import com.sun.jna.Pointer;
import io.borealis.network.windows.WireGuardLibrary.WIREGUARD_LOGGER_CALLBACK;
import java.io.ByteArrayOutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;

/**
 * Brings the driver's log lines into ours. The driver library knows one callback per process and calls it from threads
 * of its own, so there is one object of this class per process and it is never collected while it listens. Thread-safe.
 */
final class DriverLog implements WIREGUARD_LOGGER_CALLBACK {

    private static final DriverLog INSTANCE = new DriverLog(System.getLogger("io.borealis.network.driver"));
    private static final int LONGEST_LINE = 2048;

    private final Logger log;
    private int listeners;

    DriverLog(Logger log) {
        this.log = log;
    }

    static void listenTo(WireGuardLibrary library) {
        synchronized (INSTANCE) {
            if (INSTANCE.listeners++ == 0) {
                library.WireGuardSetLogger(INSTANCE);
            }
        }
    }

    /** The last one out takes the callback away, so that the driver never calls into classes that are unloaded. */
    static void stopListeningTo(WireGuardLibrary library) {
        synchronized (INSTANCE) {
            if (--INSTANCE.listeners == 0) {
                library.WireGuardSetLogger(null);
            }
        }
    }

    @Override
    public void invoke(int level, long timestamp, Pointer message) {
        log.log(levelOf(level), "{0}", read(message));
    }

    private static Level levelOf(int level) {
        return switch (level) {
            case WireGuardLibrary.WIREGUARD_LOG_ERR -> Level.ERROR;
            case WireGuardLibrary.WIREGUARD_LOG_WARN -> Level.WARNING;
            default -> Level.INFO;
        };
    }

    /** Until the zero character, and never beyond a bound: the text belongs to somebody else. */
    private static String read(Pointer message) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int at = 0; at < LONGEST_LINE; at += 2) {
            byte low = message.getByte(at);
            byte high = message.getByte(at + 1L);
            if (low == 0 && high == 0) {
                break;
            }
            line.write(low);
            line.write(high);
        }
        return line.toString(StandardCharsets.UTF_16LE).strip();
    }
}
