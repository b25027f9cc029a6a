package io.borealis.engine.access;

import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.persistence.Database;
import io.borealis.persistence.UnitOfWork;
import io.borealis.persistence.access.Operator;
import io.borealis.persistence.access.SessionEnd;
import io.borealis.protocol.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Where operators replace their own passwords. Thread-safe. */
public final class OwnPassword {
    private final Database database;
    private final ActivityLog activity;
    private final OperatorSessions sessions;
    private final Passwords passwords;
    private final InitialPassword initialPassword;
    private final SecondFactors secondFactors;
    private final Clock clock;
    // Beside the limits of sign-ins: whoever holds somebody's session must not keep him from signing in
    private final RateLimit tries;

    public OwnPassword(
            Database database,
            ActivityLog activity,
            OperatorSessions sessions,
            Passwords passwords,
            InitialPassword initialPassword,
            SecondFactors secondFactors,
            Clock clock,
            Ticker ticker) {
        this.database = database;
        this.activity = activity;
        this.sessions = sessions;
        this.passwords = passwords;
        this.initialPassword = initialPassword;
        this.secondFactors = secondFactors;
        this.clock = clock;
        this.tries = new RateLimit(10, Duration.ofSeconds(30), ticker);
    }

    /** What became of a change. */
    public sealed interface Result {
        record Done() implements Result {}

        /** The old password is not the one told. */
        record Wrong() implements Result {}

        record Weak(PasswordRules.Fault fault) implements Result {}

        /** Too many wrong old passwords. */
        record TooMany(int retryAfterSeconds) implements Result {}

        /** The Engine checks as many passwords as it can. */
        record Busy(int retryAfterSeconds) implements Result {}

        /** There is no local account of this name. */
        record NoAccount() implements Result {}

        /** The session that asked ended meanwhile. */
        record SessionOver(SessionCheck.Over over) implements Result {}
    }

    /** A hash that the password told belongs to, or why it is not known. */
    private record Proof(Optional<Result> refused, String checked) {
        static Proof refused(Result why) {
            return new Proof(Optional.of(why), "");
        }
    }

    private Proof prove(OperatorSession operator, String told) {
        String username = operator.username();
        Optional<Operator> account =
                database.read(work -> work.operators().find(username).filter(Operator::isLocal));
        if (account.isEmpty()) {
            return Proof.refused(new Result.NoAccount());
        }
        if (!tries.take(username)) {
            return Proof.refused(new Result.TooMany(tries.retryAfterSeconds()));
        }
        String checked = account.get().passwordHash();
        Passwords.Match match =
                told.length() > PasswordRules.LONGEST ? Passwords.Match.NO : passwords.matches(told, checked);
        if (match == Passwords.Match.NOT_CHECKED) {
            tries.giveBack(username);
            return Proof.refused(new Result.Busy(Passwords.RETRY_AFTER_SECONDS));
        }
        if (match == Passwords.Match.NO) {
            activity.write(ActivityEntry.of(ActivityEvent.PASSWORD_CHANGE_REFUSED)
                    .by(username, operator.remoteAddress())
                    .because("wrong old password"));
            return Proof.refused(new Result.Wrong());
        }
        tries.forgive(username);
        return new Proof(Optional.empty(), checked);
    }

    /** Begins a second factor, for which he tells his password: a session that somebody left open is not enough. */
    public SecondFactorResult beginSecondFactor(OperatorSession operator, String password) {
        return prove(operator, password)
                .refused()
                .<SecondFactorResult>map(SecondFactorResult.NotProved::new)
                .orElseGet(() -> secondFactors.begin(operator));
    }

    /** Replaces it. All other sessions of the account end; this one stays, and is free of the duty to do so. */
    public Result change(OperatorSession operator, String old, String wanted) {
        String username = operator.username();
        Proof proof = prove(operator, old);
        if (proof.refused().isPresent()) {
            return proof.refused().get();
        }
        String checked = proof.checked();
        Optional<PasswordRules.Fault> fault = old.equals(wanted)
                ? Optional.of(PasswordRules.Fault.IS_THE_OLD_ONE)
                : PasswordRules.faultOf(username, wanted);
        if (fault.isPresent()) {
            return new Result.Weak(fault.get());
        }
        String hash = passwords.hash(wanted);
        return database.decide(work -> set(work, operator, checked, hash));
    }

    private Result set(UnitOfWork work, OperatorSession operator, String checked, String hash) {
        String username = operator.username();
        Optional<Operator> account = work.operators().lock(username);
        Optional<SessionCheck.Over> over = sessions.over(work, operator);
        if (over.isPresent()) {
            return new Result.SessionOver(over.get());
        }
        if (account.isEmpty() || !account.get().passwordHash().equals(checked)) {
            return new Result.Wrong();
        }
        account.get().setPassword(hash, false, clock.instant());
        sessions.endAllOf(work, username, SessionEnd.PASSWORD_CHANGED, operator, Optional.of(operator.sessionId()));
        sessions.oblige(work, operator.sessionId(), secondFactors.dutyOf(work, account.get()));
        activity.write(
                work,
                ActivityEntry.of(ActivityEvent.PASSWORD_CHANGED)
                        .by(username, operator.remoteAddress())
                        .because("session " + operator.sessionId()));
        work.afterCommit(() -> initialPassword.replaced(username));
        return new Result.Done();
    }
}
