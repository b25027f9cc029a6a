package io.borealis.engine.access;

import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.engine.token.AccessTokens;
import io.borealis.persistence.Database;
import io.borealis.persistence.access.Operator;
import io.borealis.protocol.Text;
import io.borealis.protocol.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The local accounts of operators. Thread-safe. */
public final class Operators {
    private static final int LONGEST_USERNAME = 128;
    private static final int LONGEST_PASSWORD = 1024;

    private final Database database;
    private final ActivityLog activity;
    private final AccessTokens tokens;
    private final OperatorSessions sessions;
    private final Clock clock;
    private final Passwords passwords = new Passwords();
    private final KnownDevices knownDevices;
    private final LoginThrottle throttle;

    public Operators(
            Database database,
            ActivityLog activity,
            AccessTokens tokens,
            OperatorSessions sessions,
            KnownDevices knownDevices,
            Clock clock,
            Ticker ticker) {
        this.database = database;
        this.activity = activity;
        this.tokens = tokens;
        this.sessions = sessions;
        this.knownDevices = knownDevices;
        this.clock = clock;
        this.throttle = new LoginThrottle(ticker);
    }

    /** {@link #login(String, String, String, Optional, Optional)} by a client that says nothing of itself. */
    public LoginResult login(String username, String password, String remoteAddress) {
        return login(username, password, remoteAddress, Optional.empty(), Optional.empty());
    }

    /**
     * Checks the password and begins a session; slow on purpose, limited in rate and written down either way.
     *
     * @param userAgent what the client says about itself
     * @param deviceMark what {@link LoginResult.Granted#deviceMark} gave this device earlier, if anything
     */
    public LoginResult login(
            String username,
            String password,
            String remoteAddress,
            Optional<String> userAgent,
            Optional<String> deviceMark) {
        String name = Text.cut(username, LONGEST_USERNAME);
        var attempt = new LoginThrottle.Attempt(
                name, remoteAddress, deviceMark.flatMap(mark -> knownDevices.recognize(mark, name)));
        OptionalInt wait = throttle.waitBefore(attempt);
        if (wait.isPresent()) {
            tell(attempt, "too many attempts");
            return new LoginResult.TooMany(wait.getAsInt());
        }
        if (username.length() > LONGEST_USERNAME || password.length() > LONGEST_PASSWORD) {
            return refused(attempt, "name or password too long");
        }
        try {
            return check(attempt, password, userAgent);
        } catch (RuntimeException failed) {
            // As with a database that is out: that must not use up what a right password may try
            throttle.undone(attempt);
            throw failed;
        }
    }

    private LoginResult check(LoginThrottle.Attempt attempt, String password, Optional<String> userAgent) {
        Optional<Operator> account = database.read(work -> work.operators().find(attempt.name()));
        Passwords.Match match = account.isPresent()
                ? passwords.matches(password, account.get().passwordHash())
                : passwords.matchNobody(password);
        if (match == Passwords.Match.NOT_CHECKED) {
            throttle.undone(attempt);
            tell(attempt, "not checked: too many logins at once");
            return new LoginResult.Busy(Passwords.RETRY_AFTER_SECONDS);
        }
        if (account.isEmpty() || match == Passwords.Match.NO) {
            return refused(attempt, "unknown name or wrong password");
        }
        if (account.get().isDisabled()) {
            return refused(attempt, "account disabled");
        }
        throttle.succeeded(attempt);
        return granted(account.get(), attempt.remoteAddress(), userAgent);
    }

    private LoginResult granted(Operator account, String remoteAddress, Optional<String> userAgent) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        account.roles().forEach(group -> Role.ofGroup(group).ifPresent(roles::add));
        String session = sessions.begin(account.username(), remoteAddress, userAgent);
        Duration life = sessions.longestLife();
        String token = tokens.forOperator(account.username(), session, account.roles(), life);
        return new LoginResult.Granted(token, (int) life.toSeconds(), roles, knownDevices.markFor(account.username()));
    }

    private LoginResult refused(LoginThrottle.Attempt attempt, String why) {
        throttle.failed(attempt);
        tell(attempt, why);
        return new LoginResult.Refused();
    }

    private void tell(LoginThrottle.Attempt attempt, String why) {
        activity.write(ActivityEntry.of(ActivityEvent.LOGIN_REFUSED)
                .by(attempt.name(), attempt.remoteAddress())
                .because(why));
    }

    /** Makes an account. Agents have none: their role is never given to a person. */
    void create(String username, String password, Set<Role> roles) {
        if (!Text.isName(username, LONGEST_USERNAME) || roles.isEmpty()) {
            throw new IllegalArgumentException("an account has a name of 1 to 128 visible characters and a role");
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
