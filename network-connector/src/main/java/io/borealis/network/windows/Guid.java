package io.borealis.network.windows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;

/** A GUID as Windows stores it: the first three groups little-endian, the rest as written. Immutable. */
record Guid(UUID value) {

    static final int SIZE = 16;

    static Guid of(String text) {
        return new Guid(UUID.fromString(text));
    }

    static Guid fromBytes(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long high = (in.getInt() & 0xFFFFFFFFL) << 32 | (in.getShort() & 0xFFFFL) << 16 | in.getShort() & 0xFFFFL;
        return new Guid(new UUID(high, in.order(ByteOrder.BIG_ENDIAN).getLong()));
    }

    byte[] toBytes() {
        long high = value.getMostSignificantBits();
        return ByteBuffer.allocate(SIZE)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) (high >>> 32))
                .putShort((short) (high >>> 16))
                .putShort((short) high)
                .order(ByteOrder.BIG_ENDIAN)
                .putLong(value.getLeastSignificantBits())
                .array();
    }

    @Override
    public String toString() {
        return "{" + value + "}";
    }
}
