package io.borealis.lab.fault;

import io.borealis.lab.Lab;
import io.borealis.lab.Legs;
import io.borealis.lab.host.LinuxHost;
import io.borealis.lab.run.LabException;
import io.borealis.lab.run.Leg;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/** The time of day as an Engine sees it: libfaketime moves it while the program runs, and no clock but its own. */
final class EngineClock {

    private static final Path LIBRARIES = Path.of("/usr/lib");

    private final Path offset;

    private EngineClock(Path offset) {
        this.offset = offset;
    }

    /** Of an Engine that was not started yet. On the other leg the clock stays what it is. */
    static EngineClock of(Lab lab) {
        EngineClock clock = new EngineClock(lab.run().folder().resolve("clock"));
        if (lab.engine().host() instanceof LinuxHost host) {
            clock.move(Duration.ZERO);
            host.giveEveryProgram(Map.of(
                    "LD_PRELOAD", library().toString(),
                    "FAKETIME_TIMESTAMP_FILE", clock.offset.toString(),
                    "FAKETIME_CACHE_DURATION", "1",
                    "FAKETIME_FORCE_MONOTONIC_FIX", "1",
                    // what lasts must not see a jump that the kernel's own clock does not make
                    "FAKETIME_DONT_FAKE_MONOTONIC", "1"));
        }
        return clock;
    }

    /** Where the clock cannot be moved the test says so. */
    static void orSayWhyNot() {
        Legs.only(Leg.QUICK, "Wine asks the kernel for the time past the library that moves a program's clock");
    }

    /** By so much beside the machine's own clock. */
    void move(Duration by) {
        try {
            Path next = offset.resolveSibling("clock.next");
            Files.writeString(next, (by.isNegative() ? "" : "+") + by.toSeconds() + "\n");
            Files.move(next, offset, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException notWritten) {
            throw new UncheckedIOException(notWritten);
        }
    }

    private static Path library() {
        try (Stream<Path> architectures = Files.list(LIBRARIES)) {
            return architectures
                    .map(folder -> folder.resolve("faketime/libfaketimeMT.so.1"))
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .orElseThrow(() -> new LabException(
                            "no library that moves a program's clock (Debian: apt-get install faketime)"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
