package io.borealis.agent.activity;

import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** Sends what the agent and its libraries write to {@code reverse_tunnel.log}, and to stderr when run by hand. */
public final class AgentLog {

    /** Keeps the handlers during shutdown, when the JDK would take them away and the last lines with them. */
    public static final class Lasting extends LogManager {
        @Override
        public void reset() {
            // nothing is configured from outside, so there is nothing to reset
        }
    }

    // the JDK holds its loggers weakly, and a level would be forgotten with the logger that bears it
    private static final List<Logger> KEPT = new CopyOnWriteArrayList<>();

    private AgentLog() {}

    /** To be called before anything logs. */
    public static void begin() {
        System.setProperty("java.util.logging.manager", Lasting.class.getName());
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        root.setLevel(Level.WARNING);
        keep("io.borealis", Level.INFO);
        // shouts at each attempt to listen; whoever lets it listen says once what that means
        keep("org.apache.sshd.common.io.nio2.Nio2Acceptor", Level.OFF);
    }

    private static void keep(String name, Level level) {
        Logger logger = Logger.getLogger(name);
        logger.setLevel(level);
        KEPT.add(logger);
    }

    /** Writes to stderr too, in UTF-8; from this level on. */
    public static void toConsole(Level level) {
        ConsoleHandler console = new ConsoleHandler();
        console.setFormatter(new LineFormatter());
        console.setLevel(level);
        try {
            console.setEncoding(StandardCharsets.UTF_8.name());
        } catch (UnsupportedEncodingException impossible) {
            throw new IllegalStateException("UTF-8 is part of every Java runtime", impossible);
        }
        Logger.getLogger("").addHandler(console);
    }

    /** Writes to the file, which is rotated when it grows. */
    public static void toFile(Path file) throws IOException {
        Logger.getLogger("").addHandler(new RotatingFile(file));
    }
}
