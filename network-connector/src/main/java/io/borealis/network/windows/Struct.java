package io.borealis.network.windows;

import com.sun.jna.Pointer;
import io.borealis.network.windows.Layout.Field;
import org.jspecify.annotations.Nullable;

/**
 * One native struct in memory that an {@link Arena} (or a buffer with the same duty) keeps reachable. Not thread-safe.
 */
final class Struct {

    /** An interface's alias has 256 characters at most. */
    static final int LONGEST_TEXT = 256;

    private final Layout layout;
    private final Pointer memory;
    private final long base;

    private Struct(Layout layout, Pointer memory, long base) {
        this.layout = layout;
        this.memory = memory;
        this.base = base;
    }

    /** A zeroed one. */
    static Struct in(Arena arena, Layout layout) {
        return at(layout, arena.allocate(layout.size()), 0);
    }

    static Struct at(Layout layout, Pointer memory, long base) {
        return new Struct(layout, memory, base);
    }

    Pointer pointer() {
        return memory.share(base);
    }

    Struct put(Field field, long value) {
        long at = offset(field);
        switch (field.size()) {
            case 1 -> memory.setByte(at, (byte) value);
            case 2 -> memory.setShort(at, (short) value);
            case 4 -> memory.setInt(at, (int) value);
            case 8 -> memory.setLong(at, value);
            default -> throw new IllegalArgumentException(field + " is not a number");
        }
        return this;
    }

    Struct put(Field field, Pointer value) {
        memory.setPointer(offset(field), value);
        return this;
    }

    Struct put(Field field, byte[] value) {
        if (value.length > field.size()) {
            throw new IllegalArgumentException(field + " has no room for " + value.length + " bytes");
        }
        memory.write(offset(field), value, 0, value.length);
        return this;
    }

    Struct put(Field field, Guid value) {
        return put(field, value.toBytes());
    }

    /** The value, unsigned for the sizes below eight bytes. */
    long get(Field field) {
        long at = offset(field);
        return switch (field.size()) {
            case 1 -> memory.getByte(at) & 0xFFL;
            case 2 -> memory.getShort(at) & 0xFFFFL;
            case 4 -> memory.getInt(at) & 0xFFFFFFFFL;
            case 8 -> memory.getLong(at);
            default -> throw new IllegalArgumentException(field + " is not a number");
        };
    }

    /** The pointer; null when it is zero. */
    @Nullable
    Pointer getPointer(Field field) {
        return memory.getPointer(offset(field));
    }

    byte[] getBytes(Field field) {
        return memory.getByteArray(offset(field), field.size());
    }

    /** The struct that lies inside this one. */
    Struct inline(Field field, Layout inner) {
        if (field.size() != inner.size()) {
            throw new IllegalArgumentException(field + " is no " + inner.name());
        }
        return at(inner, memory, offset(field));
    }

    /** A zero-terminated UTF-16LE text, cut where nothing of Windows' own is that long; empty for null. */
    static String utf16(@Nullable Pointer text) {
        StringBuilder read = new StringBuilder();
        for (int i = 0; text != null && i < LONGEST_TEXT && text.getShort(2L * i) != 0; i++) {
            read.append((char) text.getShort(2L * i));
        }
        return read.toString();
    }

    private long offset(Field field) {
        if (!field.struct().equals(layout.name())) {
            throw new IllegalArgumentException(field + " is no field of " + layout.name());
        }
        return base + field.offset();
    }
}
