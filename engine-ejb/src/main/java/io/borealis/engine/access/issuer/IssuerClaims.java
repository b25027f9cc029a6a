package io.borealis.engine.access.issuer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jspecify.annotations.Nullable;

/**
 * What a token of the issuer that was checked says about a person. Immutable.
 *
 * @param name what people call him; for people alone
 * @param session the issuer's own session, which its end names
 * @param proofs values of acr and amr
 * @param provedAt when he proved himself there
 */
record IssuerClaims(
        String subject,
        Optional<String> name,
        List<String> groups,
        Optional<String> session,
        Set<String> proofs,
        Optional<Instant> provedAt,
        Instant expires) {
    private static final int MOST_GROUPS = 2000;
    private static final int LONGEST_WORD = 255;

    IssuerClaims {
        groups = List.copyOf(groups);
        proofs = Set.copyOf(proofs);
    }

    /** @throws IssuerRefusedException when it is not what such a token looks like */
    static IssuerClaims of(JwtClaims claims, String groupsClaim) throws IssuerRefusedException {
        try {
            String subject = claims.getSubject();
            if (subject.isBlank() || subject.length() > LONGEST_WORD) {
                throw new IssuerRefusedException("its subject is blank or too long");
            }
            List<String> groups = words(claims.getClaimValue(groupsClaim));
            if (groups.size() > MOST_GROUPS) {
                throw new IssuerRefusedException("it names more than " + MOST_GROUPS + " groups");
            }
            Set<String> proofs = new HashSet<>(words(claims.getClaimValue("amr")));
            proofs.addAll(words(claims.getClaimValue("acr")));
            return new IssuerClaims(
                    subject,
                    text(claims.getClaimValue("preferred_username")),
                    groups,
                    text(claims.getClaimValue("sid")).filter(id -> id.length() <= LONGEST_WORD),
                    proofs,
                    claims.getClaimValue("auth_time") instanceof Number seconds
                            ? Optional.of(Instant.ofEpochSecond(seconds.longValue()))
                            : Optional.empty(),
                    Instant.ofEpochSecond(claims.getExpirationTime().getValue()));
        } catch (MalformedClaimException malformed) {
            throw new IssuerRefusedException("a claim of it is malformed");
        }
    }

    private static Optional<String> text(@Nullable Object value) {
        return value instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }

    private static List<String> words(@Nullable Object value) {
        List<String> words = new ArrayList<>();
        if (value instanceof String one) {
            words.add(one);
        } else if (value instanceof List<?> many) {
            many.forEach(each -> {
                if (each instanceof String word) {
                    words.add(word);
                }
            });
        }
        return words;
    }
}
