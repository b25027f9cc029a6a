package io.borealis.engine.access.issuer;

import io.borealis.protocol.Ticker;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * What the issuer publishes: where its endpoints are, and its keys. Read when first needed, kept for a while, and read again when
 * it was unreachable; never more often than every few seconds, whoever asks. Thread-safe; one at a time waits for the network.
 */
final class IssuerDocuments {
    private static final Logger LOG = System.getLogger(IssuerDocuments.class.getName());
    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(5);

    /**
     * Where the issuer is asked for what.
     *
     * @param basic whether a client proves itself in a header, not in the form
     */
    record Endpoints(URI authorization, URI token, URI keys, Optional<URI> endSession, boolean basic) {}

    private record Read<T>(T value, Duration at) {}

    private final String issuer;
    private final IssuerHttp http;
    private final Ticker ticker;
    private @Nullable Read<Endpoints> endpoints;
    private @Nullable Read<List<JsonWebKey>> keys;
    private @Nullable Read<IssuerUnreachableException> failure;
    private volatile boolean reachable = true;
    private final AtomicBoolean asking = new AtomicBoolean();

    IssuerDocuments(String issuer, IssuerHttp http, Ticker ticker) {
        this.issuer = issuer;
        this.http = http;
        this.ticker = ticker;
    }

    /** @throws IssuerUnreachableException when they were never read, or too long ago, and cannot be now */
    synchronized Endpoints endpoints() throws IssuerUnreachableException {
        Read<Endpoints> known = endpoints;
        // Nobody is sent to an issuer that is known to be out
        if (known != null && reachable && ticker.since(known.at()).compareTo(KEPT) < 0) {
            return known.value();
        }
        return discover();
    }

    /** What is known without asking anybody. */
    synchronized Optional<Endpoints> known() {
        return Optional.ofNullable(endpoints).map(Read::value);
    }

    /** Whether the issuer answers now, or did a moment ago. */
    boolean isReachable() {
        if (asking.compareAndSet(false, true)) {
            try {
                look();
            } finally {
                asking.set(false);
            }
        }
        // Who comes meanwhile is told what was known before: nobody holds a thread for it
        return reachable;
    }

    private synchronized void look() {
        Read<Endpoints> known = endpoints;
        if (known == null || !reachable || ticker.since(known.at()).compareTo(BETWEEN_TRIES) >= 0) {
            try {
                discover();
            } catch (IssuerUnreachableException out) {
                LOG.log(Level.DEBUG, "still: {0}", out.getMessage());
            }
        }
    }

    /** The issuer's keys as they were read last. */
    synchronized List<JsonWebKey> keys() throws IssuerUnreachableException {
        Read<List<JsonWebKey>> known = keys;
        return known != null && ticker.since(known.at()).compareTo(KEPT) < 0 ? known.value() : readKeys();
    }

    /** The same, read anew when that is a while ago: for a key that was not among them. */
    synchronized List<JsonWebKey> newerKeys() throws IssuerUnreachableException {
        Read<List<JsonWebKey>> known = keys;
        return known != null && ticker.since(known.at()).compareTo(BETWEEN_TRIES) < 0 ? known.value() : readKeys();
    }

    private List<JsonWebKey> readKeys() throws IssuerUnreachableException {
        URI address = endpoints().keys();
        String text = asked(address);
        try {
            List<JsonWebKey> read = new JsonWebKeySet(text).getJsonWebKeys();
            keys = new Read<>(read, ticker.elapsed());
            return read;
        } catch (JoseException malformed) {
            throw failed(new IssuerUnreachableException(address + " is no set of keys", malformed));
        }
    }

    private Endpoints discover() throws IssuerUnreachableException {
        URI address = URI.create((issuer.endsWith("/") ? issuer : issuer + "/") + ".well-known/openid-configuration");
        String text = asked(address);
        try {
            Map<String, Object> document = JsonUtil.parseJson(text);
            if (!issuer.equals(document.get("issuer"))) {
                throw failed(new IssuerUnreachableException(address + " is the document of another issuer than "
                        + issuer + ": set borealis.oidc.issuer to what it says"));
            }
            Endpoints read = new Endpoints(
                    endpoint(document, "authorization_endpoint"),
                    endpoint(document, "token_endpoint"),
                    endpoint(document, "jwks_uri"),
                    document.get("end_session_endpoint") == null
                            ? Optional.empty()
                            : Optional.of(endpoint(document, "end_session_endpoint")),
                    !(document.get("token_endpoint_auth_methods_supported") instanceof List<?> ways)
                            || ways.contains("client_secret_basic"));
            endpoints = new Read<>(read, ticker.elapsed());
            reached();
            return read;
        } catch (JoseException malformed) {
            throw failed(new IssuerUnreachableException(address + " is no discovery document", malformed));
        }
    }

    private URI endpoint(Map<String, Object> document, String name) throws IssuerUnreachableException {
        try {
            URI uri = URI.create(String.valueOf(document.get(name)));
            if (IssuerSettings.isSafe(uri)) {
                return uri;
            }
        } catch (IllegalArgumentException malformed) {
            // told below
        }
        throw failed(new IssuerUnreachableException("the discovery document of " + issuer + " has no safe " + name));
    }

    // While it is out nobody waits for it again and again
    private String asked(URI address) throws IssuerUnreachableException {
        Read<IssuerUnreachableException> before = failure;
        if (before != null && ticker.since(before.at()).compareTo(BETWEEN_TRIES) < 0) {
            throw before.value();
        }
        try {
            IssuerHttp.Answer answer = http.get(address);
            if (answer.status() != 200) {
                throw new IssuerUnreachableException(address + " answered " + answer.status());
            }
            failure = null;
            return answer.text();
        } catch (IssuerUnreachableException out) {
            throw failed(out);
        }
    }

    private IssuerUnreachableException failed(IssuerUnreachableException why) {
        failure = new Read<>(why, ticker.elapsed());
        if (reachable) {
            LOG.log(Level.WARNING, "the issuer cannot be used, local accounts work on: {0}", why.getMessage());
        }
        reachable = false;
        return why;
    }

    private void reached() {
        if (!reachable) {
            LOG.log(Level.INFO, "the issuer {0} can be used again", issuer);
        }
        reachable = true;
    }
}
