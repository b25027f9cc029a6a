package io.borealis.engine.token.rotation;

import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.network.HostNetworkException;
import io.borealis.protocol.tunnel.WireGuardKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Changes the listener's WireGuard key. A listener has one, so there is no overlap: live tunnels end with it, and the next ones
 * use the new key, which agents learn with each order. A mark beside the key says that a change is under way: a start that
 * finds it ends the tunnels that were opened under the earlier key, whichever of the two the file holds by now. Not
 * thread-safe: {@link KeyRotation} lets one change at a time through.
 */
final class ListenerKeyRotation {
    private static final Logger LOG = System.getLogger(ListenerKeyRotation.class.getName());
    private static final String WHY = "the Engine's WireGuard key was changed; open the tunnel again";
    private static final int ID_LENGTH = 16;

    private final Path mark;
    private final LiveTunnels tunnels;
    private final ActivityLog activity;
    private final Clock clock;

    /** @param folder that of the listener's key */
    ListenerKeyRotation(Path folder, LiveTunnels tunnels, ActivityLog activity, Clock clock) {
        this.mark = folder.resolve("listener-key.changing");
        this.tunnels = tunnels;
        this.activity = activity;
        this.clock = clock;
    }

    /** Goes on with a change that an earlier run began. */
    void start() {
        if (Files.exists(mark)) {
            LOG.log(Level.INFO, "the WireGuard key was being changed when the Engine ended; its tunnels end now");
            endTunnels();
        }
    }

    private void endTunnels() {
        tunnels.endOpenedBefore(Instant.MAX, WHY);
        removeMark();
    }

    private void removeMark() {
        try {
            Files.deleteIfExists(mark);
        } catch (IOException kept) {
            throw new UncheckedIOException("the mark " + mark + " cannot be removed", kept);
        }
    }

    RotationResult rotate(OperatorSession admin) {
        String before = keyId();
        activity.write(ActivityEntry.of(ActivityEvent.KEY_ROTATION_STARTED)
                .by(admin.username(), admin.remoteAddress())
                .because(KeyName.WIREGUARD.wireName() + ", from key " + before));
        try {
            Files.writeString(mark, clock.instant() + "\n", StandardCharsets.US_ASCII);
            tunnels.changeListenerKey();
        } catch (IOException | HostNetworkException unchanged) {
            LOG.log(Level.ERROR, "the rotation of the WireGuard key failed", unchanged);
            removeMark();
            return new RotationResult.NotWritten(String.valueOf(unchanged.getMessage()));
        }
        endTunnels();
        activity.writeOrLater(ActivityEntry.of(ActivityEvent.KEY_ROTATED)
                .by(admin.username(), admin.remoteAddress())
                .because(KeyName.WIREGUARD.wireName() + ", key " + keyId() + " is in use, " + before
                        + " is forgotten, and its tunnels ended"));
        return new RotationResult.Done(view());
    }

    KeyView view() {
        return new KeyView(
                KeyName.WIREGUARD,
                keyId(),
                Optional.empty(),
                KeyState.STEADY,
                Optional.empty(),
                Optional.empty(),
                "none; a rotation ends all live tunnels, and they can be opened again at once",
                Optional.empty());
    }

    private String keyId() {
        return tunnels.listenerKey().map(ListenerKeyRotation::idOf).orElse("unknown");
    }

    private static String idOf(WireGuardKey key) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(key.toBase64().getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(hash).substring(0, ID_LENGTH);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-256 is part of every Java runtime", impossible);
        }
    }
}
