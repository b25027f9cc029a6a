package io.borealis.persistence;

import io.borealis.persistence.access.AccountScopeRepository;
import io.borealis.persistence.access.OperatorRepository;
import io.borealis.persistence.access.PortGrantRepository;
import io.borealis.persistence.access.RequestRepository;
import io.borealis.persistence.access.SignInRepository;
import io.borealis.persistence.access.UnusedRights;
import io.borealis.persistence.activity.AccessHistory;
import io.borealis.persistence.activity.ActivityRepository;
import io.borealis.persistence.activity.SealRepository;
import io.borealis.persistence.activity.TunnelHistory;
import io.borealis.persistence.device.DeviceRepository;
import io.borealis.persistence.device.EnrollmentRepository;
import io.borealis.persistence.device.OwnViewsRepository;
import io.borealis.persistence.device.SiteRepository;
import io.borealis.persistence.tunnel.TunnelRepository;
import jakarta.persistence.EntityManager;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PersistenceException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.hibernate.FlushMode;
import org.hibernate.Session;
import org.hibernate.exception.ConstraintViolationException;

/** What one transaction works with. Lives as long as its transaction; for one thread. */
public final class UnitOfWork {
    private final EntityManager entities;
    private final List<Runnable> afterwards = new ArrayList<>();

    private final boolean reads;

    private UnitOfWork(EntityManager entities, boolean reads) {
        this.entities = entities;
        this.reads = reads;
    }

    /**
     * Does the work in the transaction that the caller began, up to the last statement; the caller commits and then runs
     * {@link Done#afterCommit}.
     *
     * @throws ConflictException when a constraint or a version stands against it; the caller rolls back
     */
    public static <T> Done<T> perform(EntityManager entities, Function<UnitOfWork, T> work) {
        UnitOfWork unit = new UnitOfWork(entities, false);
        try {
            T result = work.apply(unit);
            entities.flush();
            return new Done<>(result, List.copyOf(unit.afterwards));
        } catch (PersistenceException failed) {
            if (isConflict(failed)) {
                throw new ConflictException(failed);
            }
            throw failed;
        }
    }

    /**
     * Does work that only reads in the transaction that the caller began and rolls back, whatever comes of it. The rows
     * that it returns are detached, so that later questions about them never reach a database.
     */
    public static <T> T look(EntityManager entities, Function<UnitOfWork, T> work) {
        Session session = entities.unwrap(Session.class);
        session.setDefaultReadOnly(true);
        session.setHibernateFlushMode(FlushMode.MANUAL);
        return work.apply(new UnitOfWork(ReadingEntities.of(entities), true));
    }

    /**
     * Does what the database needs after work failed and was rolled back, before the entities are closed.
     *
     * @return whether the same work may succeed now
     */
    public static boolean isCuredAfter(EntityManager entities, Throwable failed) {
        boolean curable = Outage.isReadOnlyFile(failed);
        if (curable) {
            ReadOnlyFile.close(entities);
        }
        return curable;
    }

    /** What a transaction manager says when the commit itself was refused. */
    public static ConflictException refused(Throwable commit) {
        return new ConflictException(commit);
    }

    private static boolean isConflict(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConstraintViolationException || cause instanceof OptimisticLockException) {
                return true;
            }
        }
        return false;
    }

    /** To be done once the work is committed, in the order of asking; not at all when it is not. */
    public void afterCommit(Runnable action) {
        if (reads) {
            throw new IllegalStateException("work that only reads commits nothing: use Database.write");
        }
        afterwards.add(action);
    }

    public DeviceRepository devices() {
        return new DeviceRepository(entities);
    }

    public OwnViewsRepository ownViews() {
        return new OwnViewsRepository(entities);
    }

    public EnrollmentRepository enrollment() {
        return new EnrollmentRepository(entities);
    }

    public OperatorRepository operators() {
        return new OperatorRepository(entities);
    }

    public SignInRepository signIns() {
        return new SignInRepository(entities);
    }

    public AccountScopeRepository scopes() {
        return new AccountScopeRepository(entities);
    }

    public RequestRepository requests() {
        return new RequestRepository(entities);
    }

    public SiteRepository sites() {
        return new SiteRepository(entities);
    }

    public PortGrantRepository portGrants() {
        return new PortGrantRepository(entities);
    }

    public TunnelRepository tunnels() {
        return new TunnelRepository(entities);
    }

    public ActivityRepository activity() {
        return new ActivityRepository(entities);
    }

    public SealRepository seals() {
        return new SealRepository(entities);
    }

    public TunnelHistory tunnelHistory() {
        return new TunnelHistory(entities);
    }

    public AccessHistory accessHistory() {
        return new AccessHistory(entities);
    }

    public UnusedRights unusedRights() {
        return new UnusedRights(entities);
    }

    /** Work that is done but for the commit. */
    public record Done<T>(T result, List<Runnable> afterwards) {
        /** Call it after the commit. */
        public T afterCommit() {
            afterwards.forEach(Runnable::run);
            return result;
        }
    }
}
