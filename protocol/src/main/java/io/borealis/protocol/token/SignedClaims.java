package io.borealis.protocol.token;

import io.borealis.protocol.token.RejectedTokenException.Reason;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.lang.JoseException;

/** The part of checking that every signed statement shares: algorithm, type, signature, times, audience. */
final class SignedClaims {

    private static final int LONGEST_COMPACT_FORM = 4096;

    private SignedClaims() {}

    /** @param keys one of them must have signed it */
    static JwtClaims read(
            String compact,
            String type,
            List<PublicKey> keys,
            String audience,
            Duration longestLife,
            Duration skew,
            Clock clock)
            throws RejectedTokenException {
        return read(compact, LONGEST_COMPACT_FORM, type, keys, audience, longestLife, skew, clock);
    }

    /** The same of what may be longer, or must be shorter. */
    static JwtClaims read(
            String compact,
            int longest,
            String type,
            List<PublicKey> keys,
            String audience,
            Duration longestLife,
            Duration skew,
            Clock clock)
            throws RejectedTokenException {
        if (compact.length() > longest) {
            throw new RejectedTokenException(Reason.MALFORMED, "longer than " + longest + " characters");
        }
        JwtClaims claims = verifySignature(compact, type, keys);
        try {
            if (!claims.getAudience().equals(List.of(audience))) {
                throw new RejectedTokenException(Reason.WRONG_AUDIENCE, "the token is for somebody else");
            }
            if (claims.getJwtId() == null
                    || claims.getJwtId().isBlank()
                    || claims.getJwtId().length() > 64) {
                throw new RejectedTokenException(Reason.MALFORMED, "jti must have 1 to 64 characters");
            }
            checkTimes(claims, longestLife, skew, clock.instant());
        } catch (MalformedClaimException bad) {
            throw new RejectedTokenException(Reason.MALFORMED, "a registered claim has the wrong type");
        }
        return claims;
    }

    private static JwtClaims verifySignature(String compact, String type, List<PublicKey> keys)
            throws RejectedTokenException {
        try {
            JsonWebSignature signature = new JsonWebSignature();
            signature.setAlgorithmConstraints(
                    new AlgorithmConstraints(AlgorithmConstraints.ConstraintType.PERMIT, AlgorithmIdentifiers.EDDSA));
            signature.setCompactSerialization(compact);
            if (!type.equals(signature.getHeader("typ"))) {
                throw new RejectedTokenException(Reason.MALFORMED, "not a token of the type " + type);
            }
            for (PublicKey key : keys) {
                signature.setKey(key);
                if (signature.verifySignature()) {
                    return JwtClaims.parse(signature.getPayload());
                }
            }
            throw new RejectedTokenException(Reason.BAD_SIGNATURE, "not signed by the expected key");
        } catch (JoseException | InvalidJwtException bad) {
            throw new RejectedTokenException(Reason.MALFORMED, "not a signed token of the one allowed algorithm");
        }
    }

    private static void checkTimes(JwtClaims claims, Duration longestLife, Duration skew, Instant now)
            throws MalformedClaimException, RejectedTokenException {
        if (claims.getIssuedAt() == null || claims.getExpirationTime() == null) {
            throw new RejectedTokenException(Reason.MALFORMED, "iat and exp are required");
        }
        Instant issued = Instant.ofEpochSecond(claims.getIssuedAt().getValue());
        Instant expires = Instant.ofEpochSecond(claims.getExpirationTime().getValue());
        if (Duration.between(issued, expires).compareTo(longestLife) > 0 || !expires.isAfter(issued)) {
            throw new RejectedTokenException(Reason.BAD_TIME, "it lives longer than " + longestLife.toSeconds() + " s");
        }
        if (issued.isAfter(now.plus(skew))) {
            throw new RejectedTokenException(Reason.BAD_TIME, "it was issued in the future");
        }
        if (!expires.plus(skew).isAfter(now)) {
            throw new RejectedTokenException(Reason.EXPIRED, "it expired at " + expires);
        }
    }
}
