package io.borealis.network.windows;

import static org.assertj.core.api.Assertions.assertThat;

import io.borealis.network.Adapter;
import io.borealis.network.Listener;
import io.borealis.protocol.access.PortRule;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Nothing is kept of what came and went: native memory, handles and threads stay flat. How long it tries is
 * -Dborealis.cycles.
 */
@Tag("lab")
@Tag("posix")
final class EnduranceTest {

    private static final int CYCLES = Integer.getInteger("borealis.cycles", 2000);
    private static final long SLACK_KIB = 16 * 1024;

    @BeforeAll
    static void requireLab() {
        Lab.require();
    }

    private interface Cycle {
        void run() throws Exception;
    }

    @Test
    void addsAndRemovesPeersWithoutTrace() throws Exception {
        try (LabTunnel lab = new LabTunnel();
                Listener listener = lab.listen()) {
            Set<PortRule> others = Set.of(PortRule.tcp(22), PortRule.parse("udp/5000-5010"));
            assertFlat("a peer in and out", CYCLES, () -> {
                listener.admit(lab.device());
                listener.permit(lab.device().publicKey(), others);
                listener.peer(lab.device().publicKey());
                listener.evict(lab.device().publicKey());
            });
        }
    }

    @Test
    void raisesAndDropsWithoutTrace() throws Exception {
        try (LabTunnel lab = new LabTunnel();
                Adapter adapter = lab.install()) {
            assertFlat("a tunnel raised and dropped", Math.max(40, CYCLES / 20), () -> {
                adapter.raise(lab.tunnel());
                adapter.drop();
            });
        }
    }

    @Test
    void listensAndClosesWithoutTrace() throws Exception {
        try (LabTunnel lab = new LabTunnel()) {
            assertFlat("a listener opened and closed", Math.max(40, CYCLES / 40), () -> lab.listen()
                    .close());
        }
    }

    private static void assertFlat(String what, int cycles, Cycle cycle) throws Exception {
        repeat(cycles / 2, cycle);
        long handles = handles();
        long threads = ManagementFactory.getThreadMXBean().getThreadCount();
        long memory = memoryOutsideTheHeapKiB();
        repeat(cycles, cycle);
        System.out.println(cycles + " cycles, " + what + ": outside the heap " + memory + " → "
                + memoryOutsideTheHeapKiB() + " KiB, descriptors " + handles + " → " + handles());
        assertThat(handles()).isLessThanOrEqualTo(handles + 2);
        assertThat((long) ManagementFactory.getThreadMXBean().getThreadCount()).isLessThanOrEqualTo(threads + 4);
        assertThat(memoryOutsideTheHeapKiB())
                .as("KiB outside the heap after %d cycles, %d before", cycles, memory)
                .isLessThan(memory + SLACK_KIB);
    }

    private static void repeat(int times, Cycle cycle) throws Exception {
        for (int i = 0; i < times; i++) {
            cycle.run();
        }
    }

    private static long handles() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    /** The heap is resident from the start, by the options of this JVM. */
    private static long memoryOutsideTheHeapKiB() throws IOException {
        System.gc();
        long resident = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("RssAnon:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted() / 1024;
        assertThat(resident).as("resident KiB, with a heap that was touched").isGreaterThan(heap);
        return resident - heap;
    }
}
