package io.borealis.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Whether the process still has memory: heap by what a collection left of it, and buffers outside of it. Down before nothing
 * works any more; up again by itself. The server finds checks in libraries of the EAR alone, so it is here.
 */
@Readiness
@ApplicationScoped
public class MemoryReadiness implements HealthCheck {
    private static final int FULL_PERCENT = 95;

    @Override
    public HealthCheckResponse call() {
        var answer = HealthCheckResponse.named("memory");
        return shortage()
                .map(reason -> answer.down().withData("reason", reason).build())
                .orElseGet(() -> answer.up().build());
    }

    /** What is all but used up, with the cure; empty while there is room. */
    static Optional<String> shortage() {
        return fullHeap().or(MemoryReadiness::fullBuffers);
    }

    private static Optional<String> fullHeap() {
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage left = pool.getCollectionUsage();
            if (pool.getType() == MemoryType.HEAP
                    && left != null
                    && isLongLived(pool)
                    && isFull(left.getUsed(), left.getMax())) {
                return Optional.of("a collection left " + left.getUsed() + " of " + left.getMax()
                        + " bytes of the heap in use; give the server more by -Xmx");
            }
        }
        return Optional.empty();
    }

    // what is young is full all the time, and that is well
    private static boolean isLongLived(MemoryPoolMXBean pool) {
        return pool.getName().contains("Old") || pool.getName().contains("Tenured");
    }

    // without -XX:MaxDirectMemorySize as much is allowed as the heap may have
    private static Optional<String> fullBuffers() {
        long most = Runtime.getRuntime().maxMemory();
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            if (pool.getName().equals("direct") && isFull(pool.getMemoryUsed(), most)) {
                return Optional.of(pool.getMemoryUsed() + " of " + most + " bytes outside the heap are in use;"
                        + " fewer connections, or more by -XX:MaxDirectMemorySize");
            }
        }
        return Optional.empty();
    }

    static boolean isFull(long used, long most) {
        return most > 0 && used > most / 100 * FULL_PERCENT;
    }
}
