package io.borealis.lab.host;

import io.borealis.lab.run.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a process holds at this moment, as the system below counts it: a Windows process has one descriptor for each handle
 * that it used.
 *
 * @param residentMiB memory that is in use
 */
public record Usage(long descriptors, long threads, double residentMiB) {

    /** Of a process that runs. */
    public static Usage of(Running process) {
        Path folder = Path.of("/proc", Long.toString(process.pid()));
        try (Stream<String> status = Files.lines(folder.resolve("status"))) {
            return new Usage(
                    count(folder.resolve("fd")),
                    count(folder.resolve("task")),
                    status.filter(line -> line.startsWith("VmRSS:"))
                            .mapToDouble(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0)
                            .findFirst()
                            .orElseThrow(() -> new LabException("process " + process.pid() + " has ended")));
        } catch (IOException gone) {
            throw new LabException("process " + process.pid() + " is gone", gone);
        }
    }

    private static long count(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.count();
        }
    }
}
