package io.borealis.engine.access;

import io.borealis.persistence.device.DeviceScope;
import io.borealis.protocol.MalformedValueException;
import io.borealis.protocol.MalformedValueException.Kind;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What an account shall reach.
 *
 * @param allDevices everything, whatever comes; then neither sites nor tags are named
 * @param sites the devices of these, at most {@link #MOST_SITES}
 * @param tags and those with one of these, at most {@link #MOST_TAGS}
 */
public record WantedScope(boolean allDevices, Set<UUID> sites, Set<String> tags) {
    /** No account is limited to more sites by name. */
    public static final int MOST_SITES = 256;

    /** No account is limited to more tags. */
    public static final int MOST_TAGS = 64;

    public WantedScope {
        sites = Set.copyOf(sites);
        tags = DeviceTags.of(tags, MOST_TAGS);
        if (sites.size() > MOST_SITES) {
            throw new MalformedValueException(Kind.ACCOUNT_SCOPE, "an account has at most " + MOST_SITES + " sites");
        }
        if (allDevices && !(sites.isEmpty() && tags.isEmpty())) {
            throw new MalformedValueException(
                    Kind.ACCOUNT_SCOPE, "all_devices is everything: name no sites and tags with it");
        }
    }

    /** Empty for everything. */
    Optional<DeviceScope> limit() {
        return allDevices ? Optional.empty() : Optional.of(new DeviceScope(sites, tags));
    }
}
