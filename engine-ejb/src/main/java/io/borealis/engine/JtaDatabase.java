package io.borealis.engine;

import io.borealis.persistence.Database;
import io.borealis.persistence.UnitOfWork;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Function;

/** The database in the server: transactions are the server's. */
final class JtaDatabase implements Database, AutoCloseable {
    private static final Logger LOG = System.getLogger(JtaDatabase.class.getName());

    private final EntityManagerFactory entities;
    private final UserTransaction transaction;

    /** @param entities closed with this */
    JtaDatabase(EntityManagerFactory entities, UserTransaction transaction) {
        this.entities = entities;
        this.transaction = transaction;
    }

    @Override
    public <T> T write(Function<UnitOfWork, T> work) {
        return write(work, true);
    }

    private <T> T write(Function<UnitOfWork, T> work, boolean isFirstTry) {
        begin();
        // It joins the transaction that began; open until that ended, for it writes before the commit
        EntityManager manager = entities.createEntityManager();
        UnitOfWork.Done<T> done;
        try {
            done = UnitOfWork.perform(manager, work);
        } catch (RuntimeException | Error failed) {
            rollBack();
            boolean again = isFirstTry && UnitOfWork.isCuredAfter(manager, failed);
            manager.close();
            if (again) {
                return write(work, false);
            }
            throw failed;
        }
        try {
            commit();
        } finally {
            manager.close();
        }
        return done.afterCommit();
    }

    @Override
    public <T> T read(Function<UnitOfWork, T> work) {
        begin();
        EntityManager manager = entities.createEntityManager();
        try {
            return UnitOfWork.look(manager, work);
        } finally {
            rollBack();
            manager.close();
        }
    }

    private void begin() {
        try {
            transaction.begin();
        } catch (NotSupportedException nested) {
            throw new IllegalStateException("a piece of work is its own transaction and cannot be nested", nested);
        } catch (SystemException broken) {
            throw new IllegalStateException("the transaction manager is not working", broken);
        }
    }

    private void commit() {
        try {
            transaction.commit();
        } catch (RollbackException | HeuristicRollbackException refused) {
            throw UnitOfWork.refused(refused);
        } catch (HeuristicMixedException | SystemException broken) {
            throw new IllegalStateException("the transaction could not be committed", broken);
        }
    }

    private void rollBack() {
        try {
            transaction.rollback();
        } catch (SystemException broken) {
            // What failed first is thrown by the caller; this only says that its undoing failed too
            LOG.log(Level.WARNING, "a transaction could not be rolled back", broken);
        }
    }

    @Override
    public void close() {
        entities.close();
    }
}
