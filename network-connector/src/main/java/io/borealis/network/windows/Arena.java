package io.borealis.network.windows;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The native memory of one call, or of one batch of calls: everything allocated here stays reachable until
 * {@link #close}, which overwrites it (keys pass through) and gives it back at once instead of some day. Not
 * thread-safe.
 */
final class Arena implements AutoCloseable {

    private static final int BLOCK = 4096;
    private static final int ALIGNMENT = 8;

    private final List<Memory> blocks = new ArrayList<>();
    private long used;

    /** Zeroed and aligned to eight bytes. */
    Pointer allocate(long size) {
        long rounded = Math.max(ALIGNMENT, (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
        if (blocks.isEmpty() || used + rounded > last().size()) {
            Memory block = new Memory(Math.max(BLOCK, rounded));
            block.clear();
            blocks.add(block);
            used = 0;
        }
        Pointer allocated = last().share(used, size);
        used += rounded;
        return allocated;
    }

    /** A zero-terminated UTF-16LE text; Java's WString would have four bytes per character off Windows. */
    Pointer utf16(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_16LE);
        Pointer allocated = allocate(encoded.length + 2L);
        allocated.write(0, encoded, 0, encoded.length);
        return allocated;
    }

    Pointer guid(Guid guid) {
        Pointer allocated = allocate(Guid.SIZE);
        allocated.write(0, guid.toBytes(), 0, Guid.SIZE);
        return allocated;
    }

    Pointer uint64(long value) {
        Pointer allocated = allocate(Long.BYTES);
        allocated.setLong(0, value);
        return allocated;
    }

    /** Forgets everything allocated so far and keeps one block for what comes. */
    void reuse() {
        while (blocks.size() > 1) {
            release(blocks.remove(0));
        }
        if (!blocks.isEmpty()) {
            last().clear();
            used = 0;
        }
    }

    @Override
    public void close() {
        blocks.forEach(Arena::release);
        blocks.clear();
    }

    private Memory last() {
        return blocks.get(blocks.size() - 1);
    }

    private static void release(Memory block) {
        block.clear();
        block.close();
    }
}
