package io.borealis.network.windows;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.borealis.network.HostNetworkException;
import io.borealis.network.HostNetworkException.Step;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.IntPredicate;

/**
 * One adapter of ours, alive as long as its handle. Thread-safe: the driver orders calls by itself, and no call runs
 * while or after the handle is given back.
 */
final class DriverAdapter implements AutoCloseable {

    private static final int FIRST_GUESS = 4096;
    private static final int SPARE = 1024;
    private static final int MOST_READS = 16;

    private final WireGuardLibrary library;
    private final Pointer handle;
    private final long luid;
    private final String driverVersion;
    /** Readers use the handle, the writer gives it back; nobody waits for a reader but the closing. */
    private final ReadWriteLock use = new ReentrantReadWriteLock();

    private final AtomicInteger lastSize = new AtomicInteger(FIRST_GUESS);
    private boolean closed;

    DriverAdapter(WireGuardLibrary library, Pointer handle, long luid, String driverVersion) {
        this.library = library;
        this.handle = handle;
        this.luid = luid;
        this.driverVersion = driverVersion;
    }

    /** Read after this creation; an earlier adapter had another one. */
    long luid() {
        return luid;
    }

    String driverVersion() {
        return driverVersion;
    }

    /** Applies what the buffer names and leaves everything else as it is. Not atomic: the driver stops at a fault. */
    void configure(Step step, Configuration configuration) throws HostNetworkException {
        use.readLock().lock();
        try {
            requireOpen(step);
            if (!library.WireGuardSetConfiguration(handle, configuration.memory(), configuration.size())) {
                throw KnownCodes.failure(step, Native.getLastError(), "");
            }
        } finally {
            use.readLock().unlock();
        }
    }

    /** Everything that the driver knows now; the caller closes it. */
    PeerTable read() throws HostNetworkException {
        use.readLock().lock();
        try (Arena arena = new Arena()) {
            requireOpen(Step.READ_PEERS);
            Pointer bytes = arena.allocate(Integer.BYTES);
            // peers may be added between two calls, so the size told by one may be too small for the next
            for (int reads = 0; reads < MOST_READS; reads++) {
                int room = lastSize.get();
                Memory memory = new Memory(room);
                bytes.setInt(0, room);
                if (library.WireGuardGetConfiguration(handle, memory, bytes)) {
                    return new PeerTable(memory, bytes.getInt(0));
                }
                int code = Native.getLastError();
                memory.clear();
                memory.close();
                if (code != Win32.ERROR_MORE_DATA) {
                    throw KnownCodes.failure(Step.READ_PEERS, code, "");
                }
                lastSize.set(Math.max(room, bytes.getInt(0)) + SPARE);
            }
            throw KnownCodes.failure(
                    Step.READ_PEERS, Win32.ERROR_MORE_DATA, "the peers grow faster than they are read");
        } finally {
            use.readLock().unlock();
        }
    }

    void up(Retries retries, IntPredicate passing) throws HostNetworkException {
        retries.run(Step.BRING_UP, passing, () -> setState(Step.BRING_UP, WireGuardLibrary.WIREGUARD_ADAPTER_STATE_UP));
    }

    void down() throws HostNetworkException {
        setState(Step.BRING_DOWN, WireGuardLibrary.WIREGUARD_ADAPTER_STATE_DOWN);
    }

    private void setState(Step step, int state) throws HostNetworkException {
        use.readLock().lock();
        try {
            requireOpen(step);
            if (!library.WireGuardSetAdapterState(handle, state)) {
                throw KnownCodes.failure(step, Native.getLastError(), "");
            }
        } finally {
            use.readLock().unlock();
        }
    }

    /** Whether Windows says so now; an adapter that is gone is not up. */
    boolean isUp() {
        use.readLock().lock();
        try (Arena arena = new Arena()) {
            Pointer state = arena.allocate(Integer.BYTES);
            return !closed
                    && library.WireGuardGetAdapterState(handle, state)
                    && state.getInt(0) == WireGuardLibrary.WIREGUARD_ADAPTER_STATE_UP;
        } finally {
            use.readLock().unlock();
        }
    }

    boolean isClosed() {
        use.readLock().lock();
        try {
            return closed;
        } finally {
            use.readLock().unlock();
        }
    }

    /** The adapter disappears with all it held. Idempotent. */
    @Override
    public void close() {
        use.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                library.WireGuardCloseAdapter(handle);
            }
        } finally {
            use.writeLock().unlock();
        }
    }

    private void requireOpen(Step step) throws HostNetworkException {
        if (closed) {
            throw new HostNetworkException(step, 0, "the adapter was closed");
        }
    }
}
