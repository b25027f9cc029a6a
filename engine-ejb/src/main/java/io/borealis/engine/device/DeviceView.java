package io.borealis.engine.device;

import io.borealis.engine.access.SiteName;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.DeviceState;
import io.borealis.protocol.tunnel.TunnelAddress;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.TunnelStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A device as people see it.
 *
 * @param name what people call it; empty when nobody gave it a name
 * @param hostname what the device calls itself; never an identity
 * @param keyFingerprint SHA-256 of the device key, hexadecimal
 * @param virtualIp its /32; empty while the listener's network is not known or too small
 * @param site where it belongs
 * @param tags what administrators marked it with, sorted
 * @param state what administrators let it do
 * @param stateSince since when, by whom and why it is in its state; empty for one that never was in another
 * @param connected whether its agent's channel is open
 * @param cloneSuspectedAt when another machine was last seen with this device's key, until an administrator clears it
 * @param tunnelId present while a tunnel lives
 */
public record DeviceView(
        DeviceId agentId,
        Optional<String> name,
        String hostname,
        String os,
        String agentVersion,
        String keyFingerprint,
        Optional<TunnelAddress> virtualIp,
        SiteName site,
        List<String> tags,
        DeviceState state,
        Optional<Instant> stateSince,
        Optional<String> stateBy,
        Optional<String> stateReason,
        boolean connected,
        Instant enrolledAt,
        Optional<Instant> lastSeenAt,
        Optional<Instant> cloneSuspectedAt,
        TunnelStatus tunnelStatus,
        Optional<TunnelId> tunnelId) {
    public DeviceView {
        tags = List.copyOf(tags);
    }
}
