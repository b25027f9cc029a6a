package io.borealis.web.access;

import io.borealis.engine.token.AccessTokenCheck;
import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.ParseException;
import java.security.PublicKey;
import java.util.Optional;

/**
 * Lets the server's token check use the keys that the Engine has now. By itself it reads a file of keys once, and a key that
 * came later would be unknown to it until a restart. Tokens that name no key of the Engine are checked as configured.
 * Thread-safe, never waits.
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
        Optional<PublicKey> key = tokens.keyNamedBy(token);
        if (key.isEmpty()) {
            return configured.parse(token, context);
        }
        JWTAuthContextInfo own = new JWTAuthContextInfo(context);
        own.setPublicVerificationKey(key.get());
        return configured.parse(token, own);
    }
}
