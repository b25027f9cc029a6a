package io.borealis.engine.activity;

import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.TunnelId;
import java.util.Optional;

/**
 * Who did what to which device in which tunnel, from where, and why. Never a secret. Immutable.
 *
 * @param username the operator; empty for what happened by itself or by an agent
 * @param remoteAddress where it came from
 */
public record ActivityEntry(
        ActivityEvent event,
        Optional<DeviceId> device,
        Optional<TunnelId> tunnel,
        Optional<String> username,
        Optional<String> remoteAddress,
        Optional<String> detail) {

    public static ActivityEntry of(ActivityEvent event) {
        return new ActivityEntry(
                event, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public ActivityEntry on(DeviceId which) {
        return new ActivityEntry(event, Optional.of(which), tunnel, username, remoteAddress, detail);
    }

    public ActivityEntry in(TunnelId which) {
        return new ActivityEntry(event, device, Optional.of(which), username, remoteAddress, detail);
    }

    public ActivityEntry by(String who, String from) {
        return new ActivityEntry(event, device, tunnel, Optional.of(who), Optional.of(from), detail);
    }

    public ActivityEntry from(String address) {
        return new ActivityEntry(event, device, tunnel, username, Optional.of(address), detail);
    }

    public ActivityEntry because(String why) {
        return new ActivityEntry(event, device, tunnel, username, remoteAddress, Optional.of(why));
    }
}
