package io.borealis.engine.access;

import io.borealis.persistence.UnitOfWork;
import io.borealis.persistence.access.Operator;
import io.borealis.persistence.access.SecondFactor;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One account as people see it.
 *
 * @param disabled whether nobody can sign in to it
 * @param mustChangePassword whether its operator must replace the password at his next sign-in
 * @param secondFactor whether it has one in use
 * @param passwordSetAt empty when it was set before this was written down
 * @param issuer who answers for the person; empty for a local account
 */
public record AccountView(
        String username,
        List<String> roles,
        boolean disabled,
        boolean mustChangePassword,
        boolean secondFactor,
        Instant createdAt,
        Optional<Instant> passwordSetAt,
        Optional<String> issuer) {
    /** Characters of the longest name. */
    public static final int LONGEST_USERNAME = 128;

    public AccountView {
        roles = List.copyOf(roles);
    }

    static AccountView of(UnitOfWork work, Operator row) {
        return of(
                row,
                work.operators()
                        .secondFactor(row.username())
                        .filter(SecondFactor::isConfirmed)
                        .isPresent());
    }

    static AccountView of(Operator row, boolean secondFactor) {
        return new AccountView(
                row.username(),
                row.roles(),
                row.isDisabled(),
                row.mustChangePassword(),
                secondFactor,
                row.createdAt(),
                row.passwordSetAt(),
                row.issuer());
    }
}
