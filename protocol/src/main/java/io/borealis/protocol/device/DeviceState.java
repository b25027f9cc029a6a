package io.borealis.protocol.device;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.borealis.protocol.MalformedValueException;
import io.borealis.protocol.MalformedValueException.Kind;
import java.util.Arrays;
import java.util.Locale;

/** What administrators let a device do. */
public enum DeviceState {
    /** Channel and tunnels. */
    ACTIVE,
    /** Its channel and no tunnel, so that it can be looked at before anybody works on it again. */
    QUARANTINED,
    /** Neither, until it is enabled again. */
    DISABLED,
    /** Neither, and shown no more; its key and its address stay its own and are given to nobody else. */
    REMOVED;

    /** Whether its agent may be connected. */
    public boolean allowsChannel() {
        return this == ACTIVE || this == QUARANTINED;
    }

    /** Whether a tunnel to it may live. */
    public boolean allowsTunnel() {
        return this == ACTIVE;
    }

    /** @throws MalformedValueException when it is none of the words */
    @JsonCreator
    public static DeviceState parse(String word) {
        return Arrays.stream(values())
                .filter(state -> state.wireName().equals(word))
                .findFirst()
                .orElseThrow(() -> new MalformedValueException(
                        Kind.DEVICE_STATE, "a device is active, quarantined, disabled or removed"));
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
