package io.borealis.engine.access;

import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.engine.token.AccessTokens;
import io.borealis.persistence.Database;
import io.borealis.persistence.access.Operator;
import io.borealis.protocol.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The local accounts of operators. Thread-safe. */
public final class Operators {
    /** How long a login lasts, whatever is done meanwhile. */
    public static final Duration SESSION_LIFE = Duration.ofHours(8);

    private static final int LONGEST_USERNAME = 128;
    private static final int LONGEST_PASSWORD = 1024;

    private final Database database;
    private final ActivityLog activity;
    private final AccessTokens tokens;
    private final Clock clock;
    private final Passwords passwords = new Passwords();
    private final RateLimit byName;
    private final RateLimit byAddress;

    public Operators(Database database, ActivityLog activity, AccessTokens tokens, Clock clock, Ticker ticker) {
        this.database = database;
        this.activity = activity;
        this.tokens = tokens;
        this.clock = clock;
        this.byName = new RateLimit(10, Duration.ofSeconds(30), ticker);
        this.byAddress = new RateLimit(30, Duration.ofSeconds(5), ticker);
    }

    /** Checks the password; slow on purpose, limited in rate by name and by address, written down either way. */
    public LoginResult login(String username, String password, String remoteAddress) {
        String name = username.substring(0, Math.min(username.length(), LONGEST_USERNAME));
        // Before anything is taken of a limit: a database that is out must not use up what a right password may try
        Optional<Operator> account = database.read(work -> work.operators().find(name));
        if (!byAddress.take(remoteAddress) || !byName.take(name)) {
            return refused(name, remoteAddress, "too many attempts");
        }
        if (username.length() > LONGEST_USERNAME || password.length() > LONGEST_PASSWORD) {
            return refused(name, remoteAddress, "name or password too long");
        }
        if (account.isEmpty()) {
            passwords.matchNobody(password);
            return refused(name, remoteAddress, "unknown name or wrong password");
        }
        boolean matches = passwords.matches(password, account.get().passwordHash());
        if (!matches) {
            return refused(name, remoteAddress, "unknown name or wrong password");
        }
        if (account.get().isDisabled()) {
            return refused(name, remoteAddress, "account disabled");
        }
        byName.forgive(name);
        return granted(account.get(), remoteAddress);
    }

    private LoginResult granted(Operator account, String remoteAddress) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        account.roles().forEach(group -> Role.ofGroup(group).ifPresent(roles::add));
        String token =
                tokens.forOperator(account.username(), UUID.randomUUID().toString(), account.roles(), SESSION_LIFE);
        activity.write(ActivityEntry.of(ActivityEvent.LOGIN_GRANTED).by(account.username(), remoteAddress));
        return new LoginResult.Granted(token, (int) SESSION_LIFE.toSeconds(), roles);
    }

    private LoginResult refused(String name, String remoteAddress, String why) {
        activity.write(ActivityEntry.of(ActivityEvent.LOGIN_REFUSED)
                .by(name, remoteAddress)
                .because(why));
        return new LoginResult.Refused();
    }

    /** Makes an account. Agents have none: their role is never given to a person. */
    void create(String username, String password, Set<Role> roles) {
        if (username.isBlank() || username.length() > LONGEST_USERNAME || roles.isEmpty()) {
            throw new IllegalArgumentException("an account has a name of 1 to 128 characters and a role");
        }
        if (roles.contains(Role.AGENT)) {
            throw new IllegalArgumentException("the role agent is for devices");
        }
        String hash = passwords.hash(password);
        database.run(work -> {
            work.operators()
                    .add(new Operator(
                            username, hash, roles.stream().map(Role::group).toList(), clock.instant()));
            activity.write(
                    work, ActivityEntry.of(ActivityEvent.OPERATOR_CREATED).because(username + " with roles " + roles));
        });
    }

    boolean haveNone() {
        return database.read(work -> work.operators().isEmpty());
    }
}
