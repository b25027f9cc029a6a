package io.borealis.engine.access;

import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.persistence.Database;
import io.borealis.persistence.UnitOfWork;
import io.borealis.persistence.access.AccountScope;
import io.borealis.persistence.access.Operator;
import io.borealis.persistence.device.DeviceScope;
import io.borealis.persistence.device.Site;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What accounts reach, as administrators settle it. Whoever reaches less by it loses his shares of the tunnels that he does
 * not reach any more. Thread-safe.
 */
public final class Scopes {
    private final Database database;
    private final Rights rights;
    private final SecondFactors factors;
    private final ActivityLog activity;
    private final Clock clock;

    public Scopes(Database database, Rights rights, SecondFactors factors, ActivityLog activity, Clock clock) {
        this.database = database;
        this.rights = rights;
        this.factors = factors;
        this.activity = activity;
        this.clock = clock;
    }

    /** Empty when there is no such account. */
    public Optional<ScopeView> find(String username) {
        return database.read(work -> work.operators().find(username).map(account -> view(work, account)));
    }

    /**
     * Lets the account reach this and nothing else.
     *
     * @param reason in the administrator's words
     */
    public ScopeResult set(OperatorSession admin, String username, WantedScope wanted, Optional<String> reason) {
        boolean unproved = factors.mustStepUp(admin);
        return database.decide(work -> {
            Optional<Operator> account = work.operators().find(username);
            if (account.isEmpty()) {
                return new ScopeResult.UnknownAccount();
            }
            if (isAdministrator(account.get())) {
                return new ScopeResult.Administrator();
            }
            Optional<UUID> unknown = wanted.sites().stream()
                    .filter(site -> work.sites().find(site).isEmpty())
                    .findFirst();
            if (unknown.isPresent()) {
                return new ScopeResult.UnknownSite(unknown.get());
            }
            Optional<DeviceScope> before = work.scopes().find(username).map(AccountScope::scope);
            if (unproved && isWider(before, wanted.limit())) {
                return new ScopeResult.StepUpRequired();
            }
            if (!before.equals(wanted.limit())) {
                store(work, admin, username, wanted.limit());
                String change = username + ": " + text(work, before) + " is now " + text(work, wanted.limit());
                activity.write(
                        work,
                        ActivityEntry.of(ActivityEvent.ACCOUNT_SCOPE_SET)
                                .by(admin.username(), admin.remoteAddress())
                                .because(change + reason.map(why -> ": " + why).orElse("")));
                rights.reachChanged(work, ReachChange.SCOPE_CHANGED);
            }
            return new ScopeResult.Done(view(work, account.get()));
        });
    }

    private static boolean isWider(Optional<DeviceScope> before, Optional<DeviceScope> wanted) {
        return before.isPresent()
                && !(wanted.isPresent()
                        && before.get().sites().containsAll(wanted.get().sites())
                        && before.get().tags().containsAll(wanted.get().tags()));
    }

    private static boolean isAdministrator(Operator account) {
        return account.roles().contains(Role.ADMIN.group());
    }

    private void store(UnitOfWork work, OperatorSession admin, String username, Optional<DeviceScope> wanted) {
        Optional<AccountScope> row = work.scopes().find(username);
        if (wanted.isEmpty()) {
            row.ifPresent(work.scopes()::remove);
        } else if (row.isPresent()) {
            row.get().set(wanted.get(), admin.username(), clock.instant());
        } else {
            work.scopes().add(new AccountScope(username, wanted.get(), admin.username(), clock.instant()));
        }
    }

    private static String text(UnitOfWork work, Optional<DeviceScope> scope) {
        return scope.map(some -> "sites "
                        + sites(work, some).stream().map(SiteName::name).toList() + ", tags "
                        + some.tags().stream().sorted().toList())
                .orElse("all devices");
    }

    private static List<SiteName> sites(UnitOfWork work, DeviceScope scope) {
        return scope.sites().stream()
                .flatMap(id -> work.sites().find(id).stream())
                .map((Site site) -> new SiteName(site.id(), site.name()))
                .sorted(Comparator.comparing(SiteName::name))
                .toList();
    }

    private static ScopeView view(UnitOfWork work, Operator account) {
        Optional<AccountScope> row =
                isAdministrator(account) ? Optional.empty() : work.scopes().find(account.username());
        return new ScopeView(
                account.username(),
                row.isEmpty(),
                row.map(found -> sites(work, found.scope())).orElse(List.of()),
                row.map(found -> found.scope().tags().stream().sorted().toList())
                        .orElse(List.of()),
                row.map(AccountScope::setBy),
                row.map(AccountScope::setAt));
    }
}
