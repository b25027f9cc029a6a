package io.borealis.protocol.activity;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.TunnelId;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** What the Engine says on {@code /ws/events}, each as one text frame. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = LiveWord.Hello.class, name = "hello"),
    @JsonSubTypes.Type(value = LiveWord.Happened.class, name = "happened"),
    @JsonSubTypes.Type(value = LiveWord.FetchAgain.class, name = "fetch_again"),
})
public sealed interface LiveWord {

    /**
     * The first word of a socket.
     *
     * @param run which run of the Engine it is; numbers of another run mean nothing
     * @param number the last event before what is told from here on
     */
    record Hello(String run, long number) implements LiveWord {}

    /**
     * Something happened that the person may see: what a list or a page shows of it may be different now.
     *
     * @param number grows, with holes where something is not for this person
     * @param event its name in the activity
     * @param operator who did it; empty for what happened by itself or by an agent
     */
    record Happened(
            long number,
            Instant at,
            String event,
            Optional<DeviceId> agentId,
            Optional<TunnelId> tunnelId,
            Optional<String> operator)
            implements LiveWord {}

    /** Why events alone do not tell what stands now. */
    enum Gap {
        /** Some happened that are not kept any more, or in another run of the Engine. */
        MISSED,
        /** The person reaches other devices than before. */
        REACH_CHANGED;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Read anew what is shown; events after this number follow. */
    record FetchAgain(long number, Gap reason) implements LiveWord {}
}
