package io.borealis.lab.bench;

import io.borealis.lab.host.Running;
import io.borealis.lab.host.Usage;
import io.borealis.lab.run.Commands;
import io.borealis.lab.run.LabException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Java process of this system holds right after a full collection.
 *
 * @param heapKiB objects that are still used
 * @param residentKiB memory of the whole process
 */
record LiveHeap(double heapKiB, double residentKiB) {

    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+[0-9]+\\s+([0-9]+)");

    /** Collects its garbage and counts what is left. */
    static LiveHeap of(Running process) {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        // the first one frees what waits for its cleaner, the second counts
        Commands.run(jcmd, Long.toString(process.pid()), "GC.run").orThrow("collecting garbage");
        String histogram = Commands.run(jcmd, Long.toString(process.pid()), "GC.class_histogram")
                .orThrow("counting objects");
        Matcher total = TOTAL.matcher(histogram);
        if (!total.find()) {
            throw new LabException("no total of objects in what jcmd says of " + process);
        }
        return new LiveHeap(
                Long.parseLong(total.group(1)) / 1024.0, Usage.of(process).residentMiB() * 1024);
    }
}
