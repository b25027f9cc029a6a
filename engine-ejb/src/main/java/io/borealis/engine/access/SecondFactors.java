package io.borealis.engine.access;

import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.engine.token.SecondFactorSeals;
import io.borealis.persistence.Database;
import io.borealis.persistence.UnitOfWork;
import io.borealis.persistence.access.Operator;
import io.borealis.persistence.access.SecondFactor;
import io.borealis.persistence.access.SignIn;
import io.borealis.protocol.Ticker;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * The second proof of an operator beside his password: a code of his device, or one of ten recovery codes. Each is taken
 * once. Wrong ones are bounded for each account, from wherever they come: only who knows the password gets so far.
 * Thread-safe.
 */
public final class SecondFactors {
    /** How long what is dangerous may be done after a proof. */
    static final Duration PROOF_LASTS = Duration.ofMinutes(5);

    private static final String ISSUER = "Borealis";

    private final Database database;
    private final ActivityLog activity;
    private final OperatorSessions sessions;
    private final SecondFactorSeals seal;
    private final Set<Role> demanding;
    private final Clock clock;
    private final RateLimit tries;
    private final SecureRandom random = new SecureRandom();

    /** @param demanding whoever has one of these roles must have a second factor */
    public SecondFactors(
            Database database,
            ActivityLog activity,
            OperatorSessions sessions,
            SecondFactorSeals seal,
            Set<Role> demanding,
            Clock clock,
            Ticker ticker) {
        this.database = database;
        this.activity = activity;
        this.sessions = sessions;
        this.seal = seal;
        this.demanding = Set.copyOf(demanding);
        this.clock = clock;
        this.tries = new RateLimit(10, Duration.ofSeconds(30), ticker);
    }

    /** Whether the account has one in use. */
    boolean has(UnitOfWork work, String username) {
        return inUse(work, username).isPresent();
    }

    private static Optional<SecondFactor> inUse(UnitOfWork work, String username) {
        return work.operators().secondFactor(username).filter(SecondFactor::isConfirmed);
    }

    /** What must be done first in a session of this account; empty for nothing. */
    Optional<Duty> dutyOf(UnitOfWork work, Operator account) {
        if (account.mustChangePassword()) {
            return Optional.of(Duty.CHANGE_PASSWORD);
        }
        // Of people of an issuer the issuer proves it, at each sign-in
        boolean demanded = account.isLocal() && !Collections.disjoint(Role.ofGroups(account.roles()), demanding);
        return demanded && !has(work, account.username()) ? Optional.of(Duty.SET_SECOND_FACTOR) : Optional.empty();
    }

    /**
     * What is demanded now reaches sessions from before it was: they go on with that duty, or free of it. To be called once
     * the sessions are known.
     */
    public void start() {
        database.run(work -> work.signIns().live().forEach(session -> work.operators()
                .find(session.username())
                .ifPresent(account -> obligeAnew(work, session, dutyOf(work, account)))));
    }

    private void obligeAnew(UnitOfWork work, SignIn session, Optional<Duty> due) {
        Optional<Duty> before = session.duty().map(Duty::ofWireName);
        Optional<Duty> factor = Optional.of(Duty.SET_SECOND_FACTOR);
        if (!due.equals(before) && (due.equals(factor) || before.equals(factor))) {
            sessions.oblige(work, session.id(), due);
        }
    }

    /** Takes a try; empty when it may go on, otherwise the answer. */
    Optional<SecondFactorResult.TooMany> tooMany(String username) {
        return tries.take(username)
                ? Optional.empty()
                : Optional.of(new SecondFactorResult.TooMany(tries.retryAfterSeconds()));
    }

    /** Whether it is a right code of the account, which this work has locked; it is used up then. */
    boolean take(UnitOfWork work, String username, String code) {
        Optional<SecondFactor> factor = inUse(work, username);
        return factor.isPresent()
                && (takeStep(factor.get(), code).isPresent() || takeRecovery(work, factor.get(), code));
    }

    private OptionalLong takeStep(SecondFactor factor, String code) {
        OptionalLong step = stepOf(factor, code);
        step.ifPresent(factor::use);
        return step;
    }

    private OptionalLong stepOf(SecondFactor factor, String code) {
        Optional<byte[]> secret = seal.open(factor.username(), factor.sealedSecret());
        if (secret.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            return Totp.stepOf(secret.get(), code.strip(), clock.instant(), factor.lastStep());
        } finally {
            Arrays.fill(secret.get(), (byte) 0);
        }
    }

    private boolean takeRecovery(UnitOfWork work, SecondFactor factor, String code) {
        List<byte[]> told = seal.hashes(factor.username(), RecoveryCodes.plain(code)).stream()
                .map(hash -> hash.getBytes(StandardCharsets.US_ASCII))
                .toList();
        for (String hash : factor.recoveryHashes()) {
            byte[] kept = hash.getBytes(StandardCharsets.US_ASCII);
            if (told.stream().anyMatch(one -> MessageDigest.isEqual(kept, one))) {
                factor.useRecovery(hash);
                activity.write(
                        work,
                        ActivityEntry.of(ActivityEvent.RECOVERY_CODE_USED)
                                .because(factor.username() + ", "
                                        + factor.recoveryHashes().size() + " left"));
                return true;
            }
        }
        return false;
    }

    /** The code of the account was right: what was tried before is forgiven. */
    void proven(String username) {
        tries.forgive(username);
    }

    /** After his password was proved: a secret for a device; one that was begun before and never confirmed is good for nothing any more. */
    SecondFactorResult begin(OperatorSession operator) {
        byte[] secret = new byte[Totp.SECRET_LENGTH];
        random.nextBytes(secret);
        try {
            String sealed = seal.seal(operator.username(), secret);
            String text = Totp.base32(secret);
            return decide(operator, work -> {
                Optional<SecondFactor> factor = work.operators().secondFactor(operator.username());
                if (factor.filter(SecondFactor::isConfirmed).isPresent()) {
                    return new SecondFactorResult.AlreadySet();
                }
                factor.ifPresentOrElse(begun -> begun.beginAnew(sealed, clock.instant()), () -> work.operators()
                        .add(new SecondFactor(operator.username(), sealed, clock.instant())));
                return new SecondFactorResult.Begun(text, Totp.uri(ISSUER, operator.username(), text));
            });
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /** A first code proves that the device has the secret: from now on it is asked for. */
    public SecondFactorResult confirm(OperatorSession operator, String code) {
        return tried(operator, work -> {
            Optional<SecondFactor> factor = work.operators().secondFactor(operator.username());
            if (factor.isEmpty()) {
                return new SecondFactorResult.NotSet();
            }
            if (factor.get().isConfirmed()) {
                return new SecondFactorResult.AlreadySet();
            }
            OptionalLong step = stepOf(factor.get(), code);
            if (step.isEmpty()) {
                return new SecondFactorResult.WrongCode();
            }
            List<String> codes = RecoveryCodes.make(random);
            factor.get()
                    .confirm(
                            step.getAsLong(),
                            codes.stream()
                                    .map(text -> seal.hash(operator.username(), RecoveryCodes.plain(text)))
                                    .toList(),
                            clock.instant());
            sessions.oblige(work, operator.sessionId(), Optional.empty());
            work.afterCommit(() -> sessions.proved(operator.sessionId()));
            tell(work, ActivityEvent.SECOND_FACTOR_SET, operator);
            return new SecondFactorResult.Confirmed(codes);
        });
    }

    /** Removes it, by one more code of it. Where the role demands one, this session must set up another. */
    public SecondFactorResult remove(OperatorSession operator, String code) {
        return proof(operator, code, work -> {
            String username = operator.username();
            work.operators().secondFactor(username).ifPresent(work.operators()::remove);
            boolean demanded = !Collections.disjoint(operator.roles(), demanding);
            sessions.oblige(
                    work, operator.sessionId(), demanded ? Optional.of(Duty.SET_SECOND_FACTOR) : Optional.empty());
            tell(work, ActivityEvent.SECOND_FACTOR_REMOVED, operator);
        });
    }

    /** Proves anew in this session who sits there, for what is dangerous. */
    public SecondFactorResult stepUp(OperatorSession operator, String code) {
        return proof(operator, code, work -> work.afterCommit(() -> sessions.proved(operator.sessionId())));
    }

    /**
     * Whether what is dangerous waits for {@link #stepUp}: the account has a second factor or its role demands one, and none
     * was proved in this session lately, at the sign-in or since.
     */
    public boolean mustStepUp(OperatorSession operator) {
        if (sessions.isProved(operator.sessionId(), PROOF_LASTS)) {
            return false;
        }
        return !Collections.disjoint(operator.roles(), demanding)
                || database.read(work -> has(work, operator.username()));
    }

    private interface Deed {
        void in(UnitOfWork work);
    }

    private SecondFactorResult proof(OperatorSession operator, String code, Deed deed) {
        return tried(operator, work -> {
            if (!has(work, operator.username())) {
                return new SecondFactorResult.NotSet();
            }
            if (!take(work, operator.username(), code)) {
                return new SecondFactorResult.WrongCode();
            }
            deed.in(work);
            return new SecondFactorResult.Done();
        });
    }

    private SecondFactorResult tried(OperatorSession operator, Function<UnitOfWork, SecondFactorResult> decision) {
        Optional<SecondFactorResult.TooMany> many = tooMany(operator.username());
        if (many.isPresent()) {
            return many.get();
        }
        SecondFactorResult result = decide(operator, decision);
        if (result instanceof SecondFactorResult.WrongCode) {
            activity.write(ActivityEntry.of(ActivityEvent.SECOND_FACTOR_REFUSED)
                    .by(operator.username(), operator.remoteAddress())
                    .because("wrong code"));
        } else if (result instanceof SecondFactorResult.Done || result instanceof SecondFactorResult.Confirmed) {
            proven(operator.username());
        } else {
            // Nothing was compared
            tries.giveBack(operator.username());
        }
        return result;
    }

    private SecondFactorResult decide(OperatorSession operator, Function<UnitOfWork, SecondFactorResult> decision) {
        return database.decide(work -> {
            Optional<Operator> account = work.operators().lock(operator.username());
            Optional<SessionCheck.Over> over = sessions.over(work, operator);
            if (over.isPresent()) {
                return new SecondFactorResult.SessionOver(over.get());
            }
            return account.isEmpty() ? new SecondFactorResult.NoAccount() : decision.apply(work);
        });
    }

    private void tell(UnitOfWork work, ActivityEvent event, OperatorSession operator) {
        activity.write(
                work,
                ActivityEntry.of(event)
                        .by(operator.username(), operator.remoteAddress())
                        .because("session " + operator.sessionId()));
    }
}
