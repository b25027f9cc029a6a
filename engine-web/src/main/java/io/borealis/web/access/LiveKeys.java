package io.borealis.web.access;

import io.borealis.engine.token.AccessTokenCheck;
import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.ParseException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets the server's token check use the keys that the Engine has now. By itself it reads a file of keys once, and a key that
 * came later would be unknown to it until a restart. Whatever the gate proved is not verified a second time. Tokens that name no
 * key of the Engine are checked as configured. Thread-safe, never waits.
 */
final class LiveKeys extends JWTCallerPrincipalFactory {

    private final AccessTokenCheck tokens;
    private final JWTCallerPrincipalFactory configured = new DefaultJWTCallerPrincipalFactory();

    private LiveKeys(AccessTokenCheck tokens) {
        this.tokens = tokens;
    }

    /** From now on, and before the first token is checked. */
    static void begin(AccessTokenCheck tokens) {
        JWTCallerPrincipalFactory.setInstance(new LiveKeys(tokens));
    }

    /** The application goes away: nothing of it may be kept by the server. */
    static void end() {
        JWTCallerPrincipalFactory.setInstance(null);
    }

    @Override
    public JWTCallerPrincipal parse(String token, JWTAuthContextInfo context) throws ParseException {
        Optional<Map<String, Object>> proven = tokens.claimsOf(token);
        if (proven.isPresent()) {
            return new ProvenPrincipal(token, proven.get());
        }
        if (tokens.keyNamedBy(token).isPresent()) {
            throw new ParseException("the token names a key of the Engine and does not prove itself");
        }
        return configured.parse(token, context);
    }

    /** Whoever a proven token stands for. Immutable. */
    private static final class ProvenPrincipal extends JWTCallerPrincipal {
        private final Map<String, Object> claims;

        ProvenPrincipal(String token, Map<String, Object> claims) {
            super(token, "JWT");
            this.claims = Map.copyOf(claims);
        }

        @Override
        protected Collection<String> doGetClaimNames() {
            return claims.keySet();
        }

        @Override
        protected @Nullable Object getClaimValue(String name) {
            Object value = claims.get(name);
            // the groups, as their users want them
            return value instanceof Collection<?> several ? Set.copyOf(several) : value;
        }
    }
}
