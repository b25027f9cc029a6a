package io.borealis.engine.access.issuer;

import io.borealis.engine.access.AccountView;
import io.borealis.engine.access.Accounts;
import io.borealis.engine.access.OperatorSessions;
import io.borealis.engine.access.Role;
import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.engine.token.AccessTokens;
import io.borealis.persistence.Database;
import io.borealis.persistence.UnitOfWork;
import io.borealis.persistence.access.Operator;
import io.borealis.persistence.access.SessionEnd;
import io.borealis.persistence.access.SignIn;
import io.borealis.protocol.Text;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * People of the issuer here: the account of each, made when he first comes and found by issuer and subject ever after, and his
 * sessions. Thread-safe.
 */
final class IssuerPeople {
    /** Tokens of scripts that one account may have used and that are good still. */
    static final int MOST_TOKENS = 1000;

    private static final Duration PROVED_JUST_NOW = Duration.ofMinutes(1);
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_HOST = 50;
    private static final int RETRY_AFTER_SECONDS = 60;

    private final IssuerSettings settings;
    private final Set<Role> secondFactorRoles;
    private final Database database;
    private final ActivityLog activity;
    private final OperatorSessions sessions;
    private final AccessTokens tokens;
    private final Clock clock;

    IssuerPeople(
            IssuerSettings settings,
            Set<Role> secondFactorRoles,
            Database database,
            ActivityLog activity,
            OperatorSessions sessions,
            AccessTokens tokens,
            Clock clock) {
        this.settings = settings;
        this.secondFactorRoles = Set.copyOf(secondFactorRoles);
        this.database = database;
        this.activity = activity;
        this.sessions = sessions;
        this.tokens = tokens;
        this.clock = clock;
    }

    /**
     * Where somebody comes from.
     *
     * @param tokenHash of the token by which a script proves itself; empty for a browser
     */
    record Coming(String remoteAddress, Optional<String> userAgent, Optional<String> tokenHash) {}

    /** A session of whoever the claims prove, with the roles that his groups give now. */
    IssuerResult enter(IssuerClaims claims, Coming coming) {
        Set<Role> roles = settings.roles().rolesOf(claims.groups());
        Optional<IssuerResult> refusal = refusal(claims, roles);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        return database.decide(work -> enter(work, claims, roles, coming));
    }

    private Optional<IssuerResult> refusal(IssuerClaims claims, Set<Role> roles) {
        if (roles.isEmpty()) {
            return Optional.of(new IssuerResult.NoRole());
        }
        boolean demanded = !Collections.disjoint(roles, secondFactorRoles);
        return demanded && !isVouchedFor(claims)
                ? Optional.of(new IssuerResult.SecondFactorRequired())
                : Optional.empty();
    }

    private boolean isVouchedFor(IssuerClaims claims) {
        return !Collections.disjoint(claims.proofs(), settings.secondFactors());
    }

    private IssuerResult enter(UnitOfWork work, IssuerClaims claims, Set<Role> roles, Coming coming) {
        Optional<Operator> known = work.operators().lockOfIssuer(settings.issuer(), claims.subject());
        if (known.isEmpty() && work.operators().count() >= Accounts.MOST) {
            return new IssuerResult.TooMany(RETRY_AFTER_SECONDS);
        }
        Operator account = known.orElseGet(() -> make(work, claims, roles));
        if (account.isDisabled()) {
            return new IssuerResult.Disabled();
        }
        Optional<SignIn> before = coming.tokenHash().flatMap(work.signIns()::ofToken);
        if (before.isPresent()) {
            // Live or ended, whoever asks for it next is told
            return granted(account, before.get(), groups(roles), claims);
        }
        if (isOverThere(work, claims)) {
            return new IssuerResult.Over();
        }
        if (coming.tokenHash().isPresent()) {
            if (work.signIns().tokensOf(account.username(), clock.instant()) >= MOST_TOKENS) {
                return new IssuerResult.TooMany(RETRY_AFTER_SECONDS);
            }
        } else {
            settle(work, account, roles);
        }
        return granted(account, begin(work, account, claims, coming), groups(roles), claims);
    }

    private static boolean isOverThere(UnitOfWork work, IssuerClaims claims) {
        return claims.session().map(work.signIns()::ofIssuerSession).orElse(List.of()).stream()
                .anyMatch(row -> row.endReason().equals(Optional.of(SessionEnd.ISSUER_LOGOUT)));
    }

    private SignIn begin(UnitOfWork work, Operator account, IssuerClaims claims, Coming coming) {
        SignIn made = new SignIn(
                UUID.randomUUID().toString(),
                account.username(),
                coming.remoteAddress(),
                coming.userAgent(),
                clock.instant());
        claims.session().ifPresent(made::cameFrom);
        coming.tokenHash().ifPresent(hash -> made.isOfToken(hash, claims.expires()));
        String how = coming.tokenHash().isPresent() ? ", by a token of " : ", signed in at ";
        sessions.begin(work, made, how + settings.issuer() + " as " + claims.subject());
        if (coming.tokenHash().isEmpty() && isVouchedFor(claims) && isProvedJustNow(claims)) {
            work.afterCommit(() -> sessions.proved(made.id()));
        }
        return made;
    }

    private boolean isProvedJustNow(IssuerClaims claims) {
        Instant now = clock.instant();
        return claims.provedAt()
                .filter(when -> when.plus(PROVED_JUST_NOW).isAfter(now))
                .isPresent();
    }

    // Roles that he had and has no more end what he did with them
    private void settle(UnitOfWork work, Operator account, Set<Role> roles) {
        List<String> now = groups(roles);
        List<String> before = account.roles();
        if (before.equals(now)) {
            return;
        }
        account.setRoles(now);
        activity.write(
                work,
                ActivityEntry.of(ActivityEvent.OPERATOR_ROLES_SET)
                        .because(account.username() + " from " + before + " to " + now + ", by groups of the issuer"));
        if (!now.containsAll(before)) {
            work.signIns()
                    .liveOf(account.username())
                    .forEach(row -> sessions.end(work, row, SessionEnd.ROLE_TAKEN, Optional.empty()));
        }
    }

    private Operator make(UnitOfWork work, IssuerClaims claims, Set<Role> roles) {
        String username = freeName(work, claims);
        Operator made =
                Operator.ofIssuer(username, settings.issuer(), claims.subject(), groups(roles), clock.instant());
        work.operators().add(made);
        activity.write(
                work,
                ActivityEntry.of(ActivityEvent.OPERATOR_CREATED)
                        .because(username + " with roles " + groups(roles) + ", of " + settings.issuer() + " as "
                                + claims.subject()));
        return made;
    }

    // A name that somebody has already is never given to another, whoever of them is local
    private String freeName(UnitOfWork work, IssuerClaims claims) {
        String host = Text.cut(String.valueOf(URI.create(settings.issuer()).getHost()), LONGEST_HOST);
        String plain = claims.name().map(name -> Text.cut(name, LONGEST_NAME)).orElse("") + "@" + host;
        if (claims.name().isPresent()
                && Text.isName(plain, AccountView.LONGEST_USERNAME)
                && work.operators().find(plain).isEmpty()) {
            return plain;
        }
        String mark = HexFormat.of()
                .formatHex(PendingSignIns.sha256(settings.issuer() + "\n" + claims.subject()))
                .substring(0, 32);
        return mark + "@" + host;
    }

    private static List<String> groups(Set<Role> roles) {
        return roles.stream().sorted().map(Role::group).toList();
    }

    private IssuerResult granted(Operator account, SignIn session, List<String> roles, IssuerClaims claims) {
        Duration life = sessions.longestLife();
        Duration left = Duration.between(clock.instant(), claims.expires());
        Duration good = session.isOfToken() && left.compareTo(life) < 0 ? left : life;
        return new IssuerResult.Granted(
                tokens.forOperator(account.username(), session.id(), roles, good), (int) good.toSeconds());
    }
}
