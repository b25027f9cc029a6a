package io.borealis.lab.host;

import io.borealis.lab.run.LabException;
import io.borealis.lab.run.Run;
import io.borealis.lab.run.Until;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The screen without a monitor that the Windows hosts of a run share: a console of Windows is a window, and opens
 * nowhere else. Ends with the run. Thread-safe.
 */
public final class Display {

    private static final Duration LONGEST_START = Duration.ofSeconds(30);

    private final Run run;
    private Optional<String> name = Optional.empty();

    public Display(Run run) {
        this.run = run;
    }

    /** What programs find in their variable {@code DISPLAY}; the first caller starts it. */
    synchronized String name() {
        if (name.isEmpty()) {
            name = Optional.of(start());
        }
        return name.get();
    }

    private String start() {
        LinuxHost thisMachine = LinuxHost.ofThisMachine(run, "display");
        // it chooses a free number and writes it down; its socket is a file, which every network namespace sees
        Running server = thisMachine.start(
                "Xvfb", List.of("Xvfb", "-displayfd", "1", "-nolisten", "tcp", "-screen", "0", "640x480x16"), Map.of());
        Until.holds(() -> number(server).isPresent(), LONGEST_START, () -> "there is no display, see " + server.log());
        return ":" + number(server).orElseThrow();
    }

    private static Optional<String> number(Running server) {
        if (!server.isAlive()) {
            throw new LabException("Xvfb ended, see " + server.log());
        }
        try {
            return Files.readString(server.log())
                    .lines()
                    .filter(line -> line.matches("[0-9]+"))
                    .reduce((earlier, last) -> last);
        } catch (IOException notYet) {
            return Optional.empty();
        }
    }
}
