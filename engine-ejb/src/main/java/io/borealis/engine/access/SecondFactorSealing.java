package io.borealis.engine.access;

import io.borealis.engine.token.SecondFactorSeals;
import io.borealis.persistence.Database;
import io.borealis.persistence.UnitOfWork;
import io.borealis.persistence.access.SecondFactor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Brings the stored secrets of second factors under the key in use. What was interrupted is done by the next call, and what is
 * done already is left alone. Thread-safe.
 */
public final class SecondFactorSealing {
    private static final int AT_ONCE = 100;

    private final Database database;
    private final SecondFactorSeals seals;

    public SecondFactorSealing(Database database, SecondFactorSeals seals) {
        this.database = database;
        this.seals = seals;
    }

    /** Seals anew what another key sealed, some accounts at a time; what no good key opens stays as it is. */
    public void sealAnew() {
        Optional<String> last = Optional.empty();
        List<String> accounts;
        do {
            Optional<String> after = last;
            accounts = database.read(work -> work.operators().haveSecondFactors(after, AT_ONCE));
            for (String username : accounts) {
                database.run(work -> sealAnew(work, username));
                last = Optional.of(username);
            }
        } while (accounts.size() == AT_ONCE);
    }

    private void sealAnew(UnitOfWork work, String username) {
        // Whoever uses a code meanwhile waits for this, or this for him
        work.operators().lock(username);
        work.operators()
                .secondFactor(username)
                .filter(factor -> !seals.isUpToDate(username, factor.sealedSecret()))
                .ifPresent(this::sealAnew);
    }

    private void sealAnew(SecondFactor factor) {
        seals.open(factor.username(), factor.sealedSecret()).ifPresent(secret -> {
            factor.sealedAnew(seals.seal(factor.username(), secret));
            Arrays.fill(secret, (byte) 0);
        });
    }
}
