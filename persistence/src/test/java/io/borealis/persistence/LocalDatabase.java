package io.borealis.persistence;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.RollbackException;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/** The database outside a container: the same persistence unit with transactions of its own. */
public final class LocalDatabase implements Database, AutoCloseable {
    private final EntityManagerFactory entities;
    private final Runnable afterClose;

    private LocalDatabase(DataSource source, Runnable afterClose) {
        this.entities = Schema.open(source, Map.of("jakarta.persistence.transactionType", "RESOURCE_LOCAL"));
        this.afterClose = afterClose;
    }

    /** A fresh H2 database in memory. */
    public static LocalDatabase h2() {
        JdbcConnectionPool pool =
                JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "sa");
        return new LocalDatabase(pool, pool::dispose);
    }

    /** The database behind the source, brought to the schema. */
    public static LocalDatabase on(DataSource source) {
        return new LocalDatabase(source, () -> {});
    }

    @Override
    public <T> T write(Function<UnitOfWork, T> work) {
        EntityManager manager = entities.createEntityManager();
        try {
            manager.getTransaction().begin();
            UnitOfWork.Done<T> done = UnitOfWork.perform(manager, work);
            try {
                manager.getTransaction().commit();
            } catch (RollbackException refused) {
                throw new ConflictException(refused);
            }
            return done.afterCommit();
        } catch (RuntimeException failed) {
            rollBack(manager);
            UnitOfWork.isCuredAfter(manager, failed);
            throw failed;
        } finally {
            rollBack(manager);
            manager.close();
        }
    }

    private static void rollBack(EntityManager manager) {
        if (manager.getTransaction().isActive()) {
            manager.getTransaction().rollback();
        }
    }

    @Override
    public <T> T read(Function<UnitOfWork, T> work) {
        EntityManager manager = entities.createEntityManager();
        try {
            manager.getTransaction().begin();
            return UnitOfWork.look(manager, work);
        } finally {
            rollBack(manager);
            manager.close();
        }
    }

    @Override
    public void close() {
        entities.close();
        afterClose.run();
    }
}
