package io.borealis.protocol.tunnel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.borealis.protocol.MalformedValueException;
import io.borealis.protocol.MalformedValueException.Kind;
import java.util.UUID;

/** The name of one tunnel from its asking to its end: {@code tunnel_id} on the wire, a random UUID. Immutable. */
public record TunnelId(@JsonValue UUID value) {

    public static TunnelId random() {
        return new TunnelId(UUID.randomUUID());
    }

    /** @throws MalformedValueException when the text is not a UUID in its canonical form */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static TunnelId parse(String text) {
        try {
            UUID parsed = UUID.fromString(text);
            if (parsed.toString().equalsIgnoreCase(text)) {
                return new TunnelId(parsed);
            }
        } catch (IllegalArgumentException notAUuid) {
            // told below, with the rule that was broken
        }
        throw new MalformedValueException(Kind.TUNNEL_ID, "tunnel_id must be a UUID of 36 characters");
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
