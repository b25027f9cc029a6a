package io.borealis.protocol.activity;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.borealis.protocol.device.DeviceId;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** What a page may say on {@code /ws/events}, each as one text frame. A client that only looks on says nothing. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = PageWord.At.class, name = "at"),
    @JsonSubTypes.Type(value = PageWord.Leaving.class, name = "leaving"),
})
public sealed interface PageWord {

    /**
     * The page shows these devices, or used their tunnels, and no other ones; takes the place of what it said before.
     *
     * @param page the same over all connections of a page, and another one after it was loaded anew
     */
    record At(UUID page, Set<DeviceId> agentIds) implements PageWord {
        public At {
            Objects.requireNonNull(page, "page");
            agentIds = Set.copyOf(agentIds);
        }
    }

    /** The page goes away, or is loaded anew: nobody comes back after a few seconds. */
    record Leaving() implements PageWord {}
}
