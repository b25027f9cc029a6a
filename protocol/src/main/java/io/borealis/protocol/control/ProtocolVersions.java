package io.borealis.protocol.control;

import java.util.OptionalInt;

/** Which version two sides speak: the newest that both know. */
public final class ProtocolVersions {

    private ProtocolVersions() {}

    /** The version for an agent that speaks this range; empty when the ranges do not meet. */
    public static OptionalInt agree(int oldest, int newest) {
        int version = Math.min(newest, ControlMessage.NEWEST_VERSION);
        return version >= Math.max(oldest, ControlMessage.OLDEST_VERSION)
                ? OptionalInt.of(version)
                : OptionalInt.empty();
    }
}
