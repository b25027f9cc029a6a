package io.borealis.engine.device;

import io.borealis.engine.access.RateLimit;
import io.borealis.engine.access.Role;
import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.engine.activity.AddressBlock;
import io.borealis.engine.token.AccessTokens;
import io.borealis.persistence.Database;
import io.borealis.persistence.device.Device;
import io.borealis.protocol.Ticker;
import io.borealis.protocol.device.AccessToken;
import io.borealis.protocol.device.AccessTokenRequest;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.DeviceState;
import io.borealis.protocol.token.ClientAssertion;
import io.borealis.protocol.token.RejectedTokenException;
import io.borealis.protocol.token.SingleUse;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How an enrolled device proves that it is itself, and gets the token that opens its channel. Thread-safe. */
final class AgentAccess {
    /** How long an agent may open its channel with one token; an open channel outlives it. */
    static final Duration TOKEN_LIFE = Duration.ofMinutes(5);

    private static final Duration SKEW = Duration.ofSeconds(60);
    private static final String TOO_MANY = "too many requests";
    private static final int MOST_REMEMBERED = 100_000;

    private final Database database;
    private final ActivityLog activity;
    private final AccessTokens tokens;
    private final Clock clock;
    private final SingleUse usedAssertions = new SingleUse(MOST_REMEMBERED);
    private final RateLimit byAddress;
    private final RateLimit byDevice;

    AgentAccess(Database database, ActivityLog activity, AccessTokens tokens, Clock clock, Ticker ticker) {
        this.database = database;
        this.activity = activity;
        this.tokens = tokens;
        this.clock = clock;
        // A whole office may come back at once behind one address
        this.byAddress = new RateLimit(600, Duration.ofMillis(100), ticker);
        this.byDevice = new RateLimit(20, Duration.ofSeconds(3), ticker);
    }

    /** A token for the device that proves its key; what is refused is written down. */
    AccessTokenResult accessToken(AccessTokenRequest request, String remoteAddress) {
        if (!byAddress.take(AddressBlock.of(remoteAddress))) {
            tell(ActivityEntry.of(ActivityEvent.AGENT_TOKEN_REFUSED), remoteAddress, TOO_MANY);
            return new AccessTokenResult.TooMany(byAddress.retryAfterSeconds());
        }
        DeviceId id;
        try {
            id = ClientAssertion.claimedDevice(request.clientAssertion());
        } catch (RejectedTokenException malformed) {
            return refused(ActivityEntry.of(ActivityEvent.AGENT_TOKEN_REFUSED), remoteAddress, malformed.getMessage());
        }
        ActivityEntry entry =
                ActivityEntry.of(ActivityEvent.AGENT_TOKEN_REFUSED).on(id);
        Optional<Device> device = database.read(work -> work.devices().find(id));
        if (device.isEmpty()) {
            return refused(entry, remoteAddress, "unknown device");
        }
        try {
            ClientAssertion.accept(request.clientAssertion(), id, device.get().key(), clock, SKEW, usedAssertions);
        } catch (RejectedTokenException rejected) {
            return refused(entry, remoteAddress, rejected.getMessage());
        }
        // After the proof: nobody else can use up a device's share
        if (!byDevice.take(id.toString())) {
            tell(entry, remoteAddress, TOO_MANY);
            return new AccessTokenResult.TooMany(byDevice.retryAfterSeconds());
        }
        DeviceState state = device.get().state();
        if (!state.allowsChannel()) {
            tell(entry, remoteAddress, "device " + state.wireName());
            return new AccessTokenResult.NotAllowed(state);
        }
        String token = tokens.forAgent(id.toString(), Role.AGENT.group(), TOKEN_LIFE);
        return new AccessTokenResult.Granted(new AccessToken(token, (int) TOKEN_LIFE.toSeconds()));
    }

    private AccessTokenResult refused(ActivityEntry entry, String remoteAddress, @Nullable String why) {
        tell(entry, remoteAddress, String.valueOf(why));
        return new AccessTokenResult.Refused();
    }

    private void tell(ActivityEntry entry, String remoteAddress, String why) {
        activity.write(entry.from(remoteAddress).because(why));
    }
}
