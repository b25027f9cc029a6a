package io.borealis.protocol.device;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.borealis.protocol.MalformedValueException;
import io.borealis.protocol.MalformedValueException.Kind;
import java.util.UUID;

/** The name of an enrolled device: {@code agent_id} on the wire, a random UUID given by the Engine. Immutable. */
public record DeviceId(@JsonValue UUID value) {

    public static DeviceId random() {
        return new DeviceId(UUID.randomUUID());
    }

    /** @throws MalformedValueException when the text is not a UUID in its canonical form */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static DeviceId parse(String text) {
        try {
            UUID parsed = UUID.fromString(text);
            if (parsed.toString().equalsIgnoreCase(text)) {
                return new DeviceId(parsed);
            }
        } catch (IllegalArgumentException notAUuid) {
            // told below, with the rule that was broken
        }
        throw new MalformedValueException(Kind.DEVICE_ID, "agent_id must be a UUID of 36 characters");
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
