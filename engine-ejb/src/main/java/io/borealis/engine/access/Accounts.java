package io.borealis.engine.access;

import io.borealis.engine.Page;
import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.persistence.Database;
import io.borealis.persistence.UnitOfWork;
import io.borealis.persistence.access.Operator;
import io.borealis.persistence.access.SessionEnd;
import io.borealis.protocol.Text;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The local accounts of operators, as administrators settle them. What an account loses its sessions lose in the same
 * step. One enabled local administrator there always is. Thread-safe.
 */
public final class Accounts {
    /** There are no more accounts. */
    public static final int MOST = 10_000;

    private final Database database;
    private final ActivityLog activity;
    private final OperatorSessions sessions;
    private final Passwords passwords;
    private final InitialPassword initialPassword;
    private final SecondFactors factors;
    private final Clock clock;

    public Accounts(
            Database database,
            ActivityLog activity,
            OperatorSessions sessions,
            Passwords passwords,
            InitialPassword initialPassword,
            SecondFactors factors,
            Clock clock) {
        this.database = database;
        this.activity = activity;
        this.sessions = sessions;
        this.passwords = passwords;
        this.initialPassword = initialPassword;
        this.factors = factors;
        this.clock = clock;
    }

    /**
     * Accounts in the order of their names.
     *
     * @param after the last one of the page before; empty for the first page
     * @param most 1 to {@link Page#LONGEST}
     */
    public Page<AccountView> page(Optional<String> after, int most) {
        return database.read(work -> {
            List<Operator> rows = work.operators().page(after, most + 1);
            Set<String> secured = work.operators()
                    .withSecondFactor(rows.stream().map(Operator::username).toList());
            return Page.of(rows, most).map(row -> AccountView.of(row, secured.contains(row.username())));
        });
    }

    public Optional<AccountView> find(String username) {
        return database.read(work -> work.operators().find(username).map(row -> AccountView.of(work, row)));
    }

    /** Makes an account with a random password, shown once, to be replaced at the first sign-in. */
    public AccountResult create(OperatorSession admin, String username, Set<Role> roles) {
        requireFit(username, roles);
        if (factors.mustStepUp(admin)) {
            return new AccountResult.StepUpRequired();
        }
        String password = passwords.random();
        String hash = passwords.hash(password);
        return database.decide(work -> {
            Optional<SessionCheck.Over> over = sessions.over(work, admin);
            if (over.isPresent()) {
                return new AccountResult.SessionOver(over.get());
            }
            if (work.operators().find(username).isPresent()) {
                return new AccountResult.Exists();
            }
            if (work.operators().count() >= MOST) {
                return new AccountResult.TooMany(MOST);
            }
            Operator made = new Operator(username, hash, groups(roles), clock.instant());
            made.demandNewPassword();
            work.operators().add(made);
            tell(work, ActivityEvent.OPERATOR_CREATED, admin, username + " with roles " + groups(roles));
            return new AccountResult.Done(AccountView.of(work, made), Optional.of(password));
        });
    }

    /** Makes an account of an Engine that had none. */
    void createFirst(String username, String password, Set<Role> roles, boolean mustChange) {
        requireFit(username, roles);
        String hash = passwords.hash(password);
        database.run(work -> {
            Operator made = new Operator(username, hash, groups(roles), clock.instant());
            if (mustChange) {
                made.demandNewPassword();
            }
            work.operators().add(made);
            activity.write(
                    work,
                    ActivityEntry.of(ActivityEvent.OPERATOR_CREATED)
                            .because(username + " with roles " + groups(roles)));
        });
    }

    private static void requireFit(String username, Set<Role> roles) {
        if (!Text.isName(username, AccountView.LONGEST_USERNAME)) {
            throw new IllegalArgumentException("an account has a name of 1 to 128 visible characters");
        }
        requireRolesOfPeople(roles);
    }

    // Agents have no account: their role is never given to a person
    private static void requireRolesOfPeople(Set<Role> roles) {
        if (roles.isEmpty() || roles.contains(Role.AGENT)) {
            throw new IllegalArgumentException("an account has a role, and the role agent is for devices");
        }
    }

    private static List<String> groups(Set<Role> roles) {
        return roles.stream().sorted().map(Role::group).toList();
    }

    boolean haveNone() {
        return database.read(work -> work.operators().isEmpty());
    }

    /** Nobody signs in to a disabled account, and nobody goes on in it. */
    public AccountResult setDisabled(
            OperatorSession admin, String username, boolean disabled, Optional<String> reason) {
        return decide(admin, username, target -> {
            Operator account = target.account();
            if (disabled && target.isLastAdministrator()) {
                return new AccountResult.LastAdministrator();
            }
            if (disabled != account.isDisabled()) {
                if (disabled) {
                    account.disable();
                } else {
                    account.enable();
                }
                ActivityEvent event = disabled ? ActivityEvent.OPERATOR_DISABLED : ActivityEvent.OPERATOR_ENABLED;
                tell(target.work(), event, admin, username + because(reason));
            }
            if (disabled) {
                sessions.endAllOf(target.work(), username, SessionEnd.ACCOUNT_DISABLED, admin, Optional.empty());
            }
            return target.done();
        });
    }

    /** The account has these roles and no others. A role that is new to it counts from its next sign-in on. */
    public AccountResult setRoles(OperatorSession admin, String username, Set<Role> roles, Optional<String> reason) {
        requireRolesOfPeople(roles);
        return decide(admin, username, target -> {
            Operator account = target.account();
            if (!account.isLocal()) {
                return new AccountResult.OfIssuer();
            }
            Set<Role> taken = Role.ofGroups(account.roles());
            boolean same = taken.equals(roles);
            taken.removeAll(roles);
            if (taken.contains(Role.ADMIN) && target.isLastAdministrator()) {
                return new AccountResult.LastAdministrator();
            }
            if (!same) {
                tell(
                        target.work(),
                        ActivityEvent.OPERATOR_ROLES_SET,
                        admin,
                        username + " from " + account.roles() + " to " + groups(roles) + because(reason));
                account.setRoles(groups(roles));
            }
            if (!taken.isEmpty()) {
                sessions.endAllOf(target.work(), username, SessionEnd.ROLE_TAKEN, admin, Optional.empty());
            }
            return target.done();
        });
    }

    /** Gives the account of somebody else a random password, shown once, to be replaced at the next sign-in. */
    public AccountResult resetPassword(OperatorSession admin, String username, Optional<String> reason) {
        if (username.equals(admin.username())) {
            return new AccountResult.Own();
        }
        if (find(username).isEmpty()) {
            return new AccountResult.Unknown();
        }
        if (factors.mustStepUp(admin)) {
            return new AccountResult.StepUpRequired();
        }
        String password = passwords.random();
        String hash = passwords.hash(password);
        return decide(admin, username, target -> {
            if (!target.account().isLocal()) {
                return new AccountResult.OfIssuer();
            }
            target.account().setPassword(hash, true, clock.instant());
            sessions.endAllOf(target.work(), username, SessionEnd.PASSWORD_RESET, admin, Optional.empty());
            tell(target.work(), ActivityEvent.PASSWORD_RESET, admin, username + because(reason));
            target.work().afterCommit(() -> initialPassword.replaced(username));
            return new AccountResult.Done(AccountView.of(target.work(), target.account()), Optional.of(password));
        });
    }

    /** Takes the second factor of somebody else, who lost it; his password stays as it is. */
    public AccountResult resetSecondFactor(OperatorSession admin, String username, Optional<String> reason) {
        if (username.equals(admin.username())) {
            return new AccountResult.Own();
        }
        return decide(admin, username, target -> {
            target.work().operators().secondFactor(username).ifPresent(factor -> {
                target.work().operators().remove(factor);
                tell(target.work(), ActivityEvent.SECOND_FACTOR_RESET, admin, username + because(reason));
            });
            return new AccountResult.Done(AccountView.of(target.account(), false), Optional.empty());
        });
    }

    /**
     * The account that a decision is about, with nobody else deciding about it or about an administrator.
     *
     * @param others enabled administrators beside it
     */
    private record Target(UnitOfWork work, Operator account, long others) {
        boolean isLastAdministrator() {
            return isAdministrator(account) && others == 0;
        }

        AccountResult done() {
            return new AccountResult.Done(AccountView.of(work, account), Optional.empty());
        }
    }

    private static boolean isAdministrator(Operator account) {
        return account.isLocal() && !account.isDisabled() && account.roles().contains(Role.ADMIN.group());
    }

    // Who settles accounts settles everything: asked of each decision, whoever calls
    private AccountResult decide(OperatorSession admin, String username, Function<Target, AccountResult> decision) {
        if (factors.mustStepUp(admin)) {
            return new AccountResult.StepUpRequired();
        }
        return database.decide(work -> {
            List<Operator> locked = work.operators().lockWithAllOf(Role.ADMIN.group(), username);
            Optional<SessionCheck.Over> over = sessions.over(work, admin);
            if (over.isPresent()) {
                return new AccountResult.SessionOver(over.get());
            }
            Optional<Operator> account = locked.stream()
                    .filter(row -> row.username().equals(username))
                    .findFirst();
            if (account.isEmpty()) {
                return new AccountResult.Unknown();
            }
            long others = locked.stream()
                    .filter(row -> !row.username().equals(username) && isAdministrator(row))
                    .count();
            return decision.apply(new Target(work, account.get(), others));
        });
    }

    private void tell(UnitOfWork work, ActivityEvent event, OperatorSession admin, String what) {
        activity.write(
                work,
                ActivityEntry.of(event)
                        .by(admin.username(), admin.remoteAddress())
                        .because(what));
    }

    private static String because(Optional<String> reason) {
        return reason.map(why -> ": " + why).orElse("");
    }
}
