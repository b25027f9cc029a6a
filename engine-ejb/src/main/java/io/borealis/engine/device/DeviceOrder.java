package io.borealis.engine.device;

import io.borealis.persistence.device.DeviceRank;
import io.borealis.protocol.tunnel.TunnelStatus;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** In which order somebody looks through the devices; those that are alike follow each other by id. Immutable. */
public record DeviceOrder(By by, boolean descending) {

    /** What of a device decides. Text is compared in whatever case, without the customs of a language. */
    public enum By {
        /** What people call it; its host name where nobody gave it a name. */
        NAME,
        /** Connected, not connected, quarantined, disabled. */
        STATE,
        /** Without one, asked for, up, recovering. */
        TUNNEL,
        OS,
        SITE,
        ADDRESS,
        /** Those never seen first, those that are connected now last. */
        SEEN;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Empty for what is none of the words. */
        public static Optional<By> named(String word) {
            return Arrays.stream(values())
                    .filter(by -> by.wireName().equals(word))
                    .findFirst();
        }
    }

    /** @param connected those whose channel is open, the same for all that is compared */
    Comparator<DeviceRank> comparator(Set<UUID> connected) {
        Comparator<DeviceRank> ascending =
                switch (by) {
                    case NAME -> Comparator.comparing(DeviceRank::name, String.CASE_INSENSITIVE_ORDER);
                    case STATE ->
                        Comparator.comparing(DeviceRank::state)
                                .thenComparing(device -> !connected.contains(device.id()));
                    case TUNNEL ->
                        Comparator.comparing(
                                device -> Optional.ofNullable(device.tunnel()).orElse(TunnelStatus.DOWN));
                    case OS -> Comparator.comparing(DeviceRank::os, String.CASE_INSENSITIVE_ORDER);
                    case SITE -> Comparator.comparing(DeviceRank::site, String.CASE_INSENSITIVE_ORDER);
                    case ADDRESS -> Comparator.comparing(DeviceRank::addressIndex);
                    case SEEN ->
                        Comparator.comparing(device -> connected.contains(device.id())
                                ? Instant.MAX
                                : Optional.ofNullable(device.lastSeenAt()).orElse(Instant.MIN));
                };
        Comparator<DeviceRank> all = ascending.thenComparing(DeviceRank::id);
        return descending ? all.reversed() : all;
    }
}
