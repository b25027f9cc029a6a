package io.borealis.network.windows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The size of one native struct and the offset and size of each of its fields that the product touches, as on 64-bit
 * Windows. Written down rather than computed, so that it is the same on every machine and can be held against a table
 * that a C compiler printed. Filled once, then immutable.
 */
final class Layout {

    /** One field. {@code struct} names its owner, so that it cannot be used with another one. */
    record Field(String struct, String name, int offset, int size) {}

    private final String name;
    private final int size;
    private final List<Field> fields = new ArrayList<>();

    Layout(String name, int size) {
        this.name = name;
        this.size = size;
    }

    Field u8(String field, int offset) {
        return bytes(field, offset, 1);
    }

    Field u16(String field, int offset) {
        return bytes(field, offset, 2);
    }

    Field u32(String field, int offset) {
        return bytes(field, offset, 4);
    }

    Field u64(String field, int offset) {
        return bytes(field, offset, 8);
    }

    /** A pointer of a 64-bit process. */
    Field pointer(String field, int offset) {
        return bytes(field, offset, 8);
    }

    Field inline(String field, int offset, Layout inner) {
        return bytes(field, offset, inner.size);
    }

    Field bytes(String field, int offset, int length) {
        Field added = new Field(name, field, offset, length);
        fields.add(added);
        return added;
    }

    String name() {
        return name;
    }

    int size() {
        return size;
    }

    List<Field> fields() {
        return Collections.unmodifiableList(fields);
    }
}
