package io.borealis.engine.access.issuer;

import io.borealis.engine.access.OperatorSessions;
import io.borealis.engine.access.RateLimit;
import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.engine.activity.AddressBlock;
import io.borealis.protocol.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Scripts that bring a token of the issuer. Each token is a session of its own from its first use to its end, and is exchanged
 * at the door for one of the Engine's, so that nothing behind it knows of two issuers. Bounded; thread-safe.
 */
final class IssuerScripts {
    private static final int MOST_KNOWN = 10_000;

    private final IssuerSettings settings;
    private final IssuerTokens tokens;
    private final IssuerPeople people;
    private final OperatorSessions sessions;
    private final ActivityLog activity;
    private final Ticker ticker;
    private final RateLimit tries;
    // By the hash of the issuer's token
    private final Map<String, Known> known = new HashMap<>();

    private record Known(IssuerResult.Granted granted, Duration until) {}

    IssuerScripts(
            IssuerSettings settings,
            IssuerTokens tokens,
            IssuerPeople people,
            OperatorSessions sessions,
            ActivityLog activity,
            Ticker ticker) {
        this.settings = settings;
        this.tokens = tokens;
        this.people = people;
        this.sessions = sessions;
        this.activity = activity;
        this.ticker = ticker;
        this.tries = new RateLimit(30, Duration.ofSeconds(1), ticker);
    }

    /** The Engine's own token for one of the issuer; a session begins with the first use of it. */
    IssuerResult exchange(String token, String remoteAddress, Optional<String> userAgent) {
        Optional<String> audience = settings.audience();
        if (audience.isEmpty()) {
            return new IssuerResult.NotConfigured();
        }
        if (!IssuerTokens.claimsToBeOf(token, settings.issuer())) {
            return new IssuerResult.Refused();
        }
        String hash = HexFormat.of().formatHex(PendingSignIns.sha256(token));
        Optional<IssuerResult.Granted> before = recall(hash);
        if (before.isPresent()) {
            return before.get();
        }
        String source = AddressBlock.of(remoteAddress);
        if (!tries.take(source)) {
            return new IssuerResult.TooMany(tries.retryAfterSeconds());
        }
        try {
            IssuerClaims claims = tokens.ofScript(token, audience.get(), sessions.longestLife());
            IssuerResult result =
                    people.enter(claims, new IssuerPeople.Coming(remoteAddress, userAgent, Optional.of(hash)));
            if (result instanceof IssuerResult.Granted granted) {
                tries.giveBack(source);
                remember(hash, granted);
            } else {
                tell(
                        remoteAddress,
                        claims.subject() + ", by a token: " + result.getClass().getSimpleName());
            }
            return result;
        } catch (IssuerRefusedException refused) {
            tell(remoteAddress, "a token of the issuer was not believed: " + refused.why());
            return new IssuerResult.Refused();
        } catch (IssuerUnreachableException out) {
            return new IssuerResult.Unreachable(IssuerSignIns.RETRY_AFTER_SECONDS);
        }
    }

    private void tell(String remoteAddress, String why) {
        activity.write(ActivityEntry.of(ActivityEvent.LOGIN_REFUSED)
                .from(remoteAddress)
                .because(why));
    }

    private synchronized Optional<IssuerResult.Granted> recall(String hash) {
        @Nullable Known found = known.get(hash);
        if (found == null) {
            return Optional.empty();
        }
        if (found.until().compareTo(ticker.elapsed()) <= 0) {
            known.remove(hash);
            return Optional.empty();
        }
        return Optional.of(found.granted());
    }

    // What is forgotten is checked anew
    private synchronized void remember(String hash, IssuerResult.Granted granted) {
        Duration now = ticker.elapsed();
        if (known.size() >= MOST_KNOWN) {
            known.values().removeIf(one -> one.until().compareTo(now) <= 0);
        }
        if (known.size() < MOST_KNOWN) {
            known.put(hash, new Known(granted, now.plusSeconds(granted.expiresIn())));
        }
    }
}
