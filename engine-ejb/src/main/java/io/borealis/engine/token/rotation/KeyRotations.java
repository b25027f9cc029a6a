package io.borealis.engine.token.rotation;

import io.borealis.engine.EngineSettings;
import io.borealis.engine.access.SecondFactorSealing;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.engine.token.AccessKeyConfiguration;
import io.borealis.engine.token.EngineKeys;
import io.borealis.engine.token.SecretsByAge;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Puts the rotation of the Engine's keys together: which there are, and what belongs to each. */
public final class KeyRotations {
    private static final Runnable NOTHING = () -> {};

    private final EngineSettings settings;
    private final EngineKeys keys;
    private final LiveTunnels tunnels;
    private final SecretsByAge secrets;
    private final TrustProgress progress;
    private final SecondFactorSealing sealing;
    private final ActivityLog activity;
    private final Clock clock;

    public KeyRotations(
            EngineSettings settings,
            EngineKeys keys,
            LiveTunnels tunnels,
            SecretsByAge secrets,
            TrustProgress progress,
            SecondFactorSealing sealing,
            ActivityLog activity,
            Clock clock) {
        this.settings = settings;
        this.keys = keys;
        this.tunnels = tunnels;
        this.secrets = secrets;
        this.progress = progress;
        this.sealing = sealing;
        this.activity = activity;
        this.clock = clock;
    }

    /** What rotates all of them. */
    public KeyRotation together() {
        return new KeyRotation(
                List.of(accessToken(), activitySeal(), orchestrationToken(), tunnelSecret(), secondFactor()),
                new ListenerKeyRotation(settings.home().vpnServer(), tunnels, activity, clock),
                progress,
                activity,
                clock);
    }

    // Secrets are sealed anew at once; of recovery codes only hashes are kept, which nobody can make anew
    private OverlappingKey secondFactor() {
        return new OverlappingKey(
                KeyName.SECOND_FACTOR,
                keys.secondFactorSeal(),
                settings.keyOverlap(),
                this::sealAnew,
                this::sealAnew,
                Optional::empty,
                "recovery codes that were made before the rotation are void; codes of authenticators go on");
    }

    // Without an overlap everything is under the one key
    private void sealAnew() {
        if (keys.secondFactorSeal().facts().previousKeyId().isPresent()) {
            sealing.sealAnew();
        }
    }

    // What was opened before the change keeps its secrets, and ends with the overlap if it lives so long
    private OverlappingKey tunnelSecret() {
        return new OverlappingKey(
                KeyName.TUNNEL_SECRET,
                keys.tunnelSecrets(),
                settings.keyOverlap(),
                NOTHING,
                () -> tunnels.endOpenedBefore(
                        secrets.newFrom(),
                        "the Engine's secret for tunnels was changed, and the time of the one before is over; open the"
                                + " tunnel again"),
                Optional::empty,
                "tunnels that were opened before the rotation end, and can be opened again at once");
    }

    // The key before vouches for the new one in its first checkpoint, and is needed for nothing else
    private OverlappingKey activitySeal() {
        return new OverlappingKey(
                KeyName.ACTIVITY_SEAL,
                keys.activitySeal(),
                settings.keyOverlap(),
                NOTHING,
                NOTHING,
                Optional::empty,
                "its private half is gone; what it signed is proven with its public half as before");
    }

    // As long as the longest token: whoever is signed in notices nothing
    private OverlappingKey accessToken() {
        return new OverlappingKey(
                KeyName.ACCESS_TOKEN,
                keys.accessKey(),
                settings.sessions().longestLife(),
                () -> AccessKeyConfiguration.publish(
                        settings.home(), keys.accessKey().good(clock.instant())),
                NOTHING,
                Optional::empty,
                "access tokens that it signed are refused, and whoever still has one signs in again");
    }

    private OverlappingKey orchestrationToken() {
        return new OverlappingKey(
                KeyName.ORCHESTRATION_TOKEN,
                keys.orchestrationKey(),
                settings.keyOverlap(),
                progress::tellEverybody,
                NOTHING,
                () -> Optional.of(progress.told()),
                "devices that did not learn the new key raise no tunnel until they are enrolled anew; GET"
                        + " /api/keys/orchestration-token/waiting lists them");
    }
}
