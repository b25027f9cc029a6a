package io.borealis.engine.access.issuer;

import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.access.OperatorSessions;
import io.borealis.engine.access.RateLimit;
import io.borealis.engine.access.Role;
import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.engine.activity.AddressBlock;
import io.borealis.engine.token.AccessTokens;
import io.borealis.persistence.Database;
import io.borealis.protocol.Ticker;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jose4j.json.JsonUtil;
import org.jose4j.lang.JoseException;

/**
 * Signing in at the company's identity provider: OpenID Connect, the code flow with PKCE, which ends here. The one way into this
 * package. Thread-safe.
 */
public final class IssuerSignIns {
    static final int RETRY_AFTER_SECONDS = 5;

    private final Optional<Open> open;

    /** What there is when an issuer is configured. */
    private record Open(
            IssuerSettings settings,
            IssuerHttp http,
            IssuerDocuments documents,
            IssuerTokens tokens,
            IssuerPeople people,
            IssuerLogouts logouts,
            IssuerScripts scripts,
            PendingSignIns pending,
            RateLimit starts,
            RateLimit strays,
            ActivityLog activity) {}

    /**
     * @param settings empty: nobody signs in by this way
     * @param secondFactorRoles roles that demand a second factor
     */
    public IssuerSignIns(
            Optional<IssuerSettings> settings,
            Set<Role> secondFactorRoles,
            Database database,
            ActivityLog activity,
            OperatorSessions sessions,
            AccessTokens accessTokens,
            Clock clock,
            Ticker ticker) {
        this.open = settings.map(given -> {
            IssuerHttp http = new IssuerHttp(given.caFile());
            IssuerDocuments documents = new IssuerDocuments(given.issuer(), http, ticker);
            IssuerTokens tokens = new IssuerTokens(given, documents, clock);
            IssuerPeople people =
                    new IssuerPeople(given, secondFactorRoles, database, activity, sessions, accessTokens, clock);
            return new Open(
                    given,
                    http,
                    documents,
                    tokens,
                    people,
                    new IssuerLogouts(given, documents, tokens, database, activity, sessions, ticker),
                    new IssuerScripts(given, tokens, people, sessions, activity, ticker),
                    new PendingSignIns(ticker),
                    new RateLimit(30, Duration.ofSeconds(5), ticker),
                    new RateLimit(10, Duration.ofSeconds(5), ticker),
                    activity);
        });
    }

    /** Whether this way is open, and why not. */
    public enum Way {
        OPEN,
        NOT_CONFIGURED,
        UNREACHABLE
    }

    /** Asks the issuer now and then, however often it is called. */
    public Way way() {
        if (open.isEmpty()) {
            return Way.NOT_CONFIGURED;
        }
        return open.get().documents().isReachable() ? Way.OPEN : Way.UNREACHABLE;
    }

    /**
     * Sends a browser to the issuer.
     *
     * @param anew whether who sits there must prove himself there again, as for what is dangerous
     */
    public IssuerResult start(String remoteAddress, boolean anew) {
        if (open.isEmpty()) {
            return new IssuerResult.NotConfigured();
        }
        Open now = open.get();
        if (!now.starts().take(AddressBlock.of(remoteAddress))) {
            return new IssuerResult.TooMany(now.starts().retryAfterSeconds());
        }
        IssuerSettings settings = now.settings();
        try {
            URI address = now.documents().endpoints().authorization();
            Optional<PendingSignIns.Pending> begun = now.pending().begin();
            if (begun.isEmpty()) {
                return new IssuerResult.TooMany(now.starts().retryAfterSeconds());
            }
            Map<String, String> parameters = new LinkedHashMap<>();
            parameters.put("response_type", "code");
            parameters.put("client_id", settings.clientId());
            parameters.put("redirect_uri", settings.callback().toString());
            parameters.put("scope", String.join(" ", settings.scopes()));
            parameters.put("state", begun.get().state());
            parameters.put("nonce", begun.get().nonce());
            parameters.put("code_challenge", begun.get().challenge());
            parameters.put("code_challenge_method", "S256");
            if (anew) {
                parameters.put("prompt", "login");
                parameters.put("max_age", "0");
            }
            return new IssuerResult.Away(
                    with(address, parameters), begun.get().browser(), (int) PendingSignIns.LIFE.toSeconds());
        } catch (IssuerUnreachableException out) {
            return new IssuerResult.Unreachable(RETRY_AFTER_SECONDS);
        }
    }

    static URI with(URI address, Map<String, String> parameters) {
        String text = address.toString();
        return URI.create(text + (text.contains("?") ? "&" : "?") + IssuerHttp.query(parameters));
    }

    /**
     * A browser came back.
     *
     * @param state and {@code code} as the issuer gave them; no code: it refused
     * @param issuer who says that it is the issuer, if it does (RFC 9207)
     * @param browser what {@link IssuerResult.Away#browser} gave it
     */
    public IssuerResult finish(
            String state,
            Optional<String> code,
            Optional<String> issuer,
            Optional<String> browser,
            String remoteAddress,
            Optional<String> userAgent) {
        if (open.isEmpty()) {
            return new IssuerResult.NotConfigured();
        }
        Open now = open.get();
        Optional<PendingSignIns.Pending> pending =
                browser.flatMap(word -> now.pending().take(state, word));
        if (pending.isEmpty()) {
            if (!now.strays().take(AddressBlock.of(remoteAddress))) {
                return new IssuerResult.TooMany(now.strays().retryAfterSeconds());
            }
            tell(now, remoteAddress, "no such sign-in was begun in this browser");
            return new IssuerResult.NotPending();
        }
        try {
            if (code.isEmpty()
                    || issuer.filter(who -> !who.equals(now.settings().issuer()))
                            .isPresent()) {
                throw new IssuerRefusedException(
                        code.isEmpty() ? "the issuer let nobody in" : "another issuer answered");
            }
            String token = exchanged(now, code.get(), pending.get());
            IssuerClaims claims = now.tokens().ofSignIn(token, pending.get().nonce());
            IssuerResult result =
                    now.people().enter(claims, new IssuerPeople.Coming(remoteAddress, userAgent, Optional.empty()));
            if (result instanceof IssuerResult.Granted) {
                // A whole company may come from one address
                now.starts().giveBack(AddressBlock.of(remoteAddress));
            } else {
                tell(
                        now,
                        remoteAddress,
                        claims.subject() + ": " + result.getClass().getSimpleName());
            }
            return result;
        } catch (IssuerRefusedException refused) {
            tell(now, remoteAddress, refused.why());
            return new IssuerResult.Refused();
        } catch (IssuerUnreachableException out) {
            tell(now, remoteAddress, "the issuer did not answer");
            return new IssuerResult.Unreachable(RETRY_AFTER_SECONDS);
        }
    }

    private static String exchanged(Open now, String code, PendingSignIns.Pending pending)
            throws IssuerRefusedException, IssuerUnreachableException {
        IssuerSettings settings = now.settings();
        IssuerDocuments.Endpoints endpoints = now.documents().endpoints();
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", settings.callback().toString());
        form.put("code_verifier", pending.verifier());
        form.put("client_id", settings.clientId());
        if (!endpoints.basic()) {
            form.put("client_secret", settings.clientSecret().reveal());
        }
        Optional<String> header = endpoints.basic() ? Optional.of(basic(settings)) : Optional.empty();
        IssuerHttp.Answer answer = now.http().post(endpoints.token(), form, header);
        if (answer.status() >= 500) {
            throw new IssuerUnreachableException(endpoints.token() + " answered " + answer.status());
        }
        if (answer.status() != 200) {
            throw new IssuerRefusedException("the issuer refused the code: " + answer.status());
        }
        try {
            if (JsonUtil.parseJson(answer.text()).get("id_token") instanceof String token) {
                return token;
            }
        } catch (JoseException malformed) {
            throw new IssuerRefusedException("the issuer's answer is no JSON object");
        }
        throw new IssuerRefusedException("the issuer gave no ID token");
    }

    // Both halves are form-encoded first (RFC 6749, 2.3.1)
    private static String basic(IssuerSettings settings) {
        String pair = IssuerHttp.encoded(settings.clientId()) + ":"
                + IssuerHttp.encoded(settings.clientSecret().reveal());
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static void tell(Open now, String remoteAddress, String why) {
        now.activity()
                .write(ActivityEntry.of(ActivityEvent.LOGIN_REFUSED)
                        .from(remoteAddress)
                        .because("at the issuer: " + why));
    }

    /** The Engine's own token for one of the issuer that a script brought. */
    public IssuerResult exchange(String token, String remoteAddress, Optional<String> userAgent) {
        return open.isEmpty()
                ? new IssuerResult.NotConfigured()
                : open.get().scripts().exchange(token, remoteAddress, userAgent);
    }

    /** The issuer says that somebody was signed out there. */
    public LogoutResult loggedOut(String logoutToken, String remoteAddress) {
        return open.isEmpty()
                ? new LogoutResult.NotConfigured()
                : open.get().logouts().tell(logoutToken, remoteAddress);
    }

    /** Where a browser goes to end its session at the issuer as well; empty for a session that is not from there. */
    public Optional<URI> logoutOf(OperatorSession session) {
        return open.flatMap(now -> now.logouts().addressFor(session));
    }
}
