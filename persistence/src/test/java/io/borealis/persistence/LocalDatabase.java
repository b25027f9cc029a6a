package io.borealis.persistence;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.RollbackException;
import java.util.Map;
import java.util.function.Function;
import javax.sql.DataSource;

/** The database outside a container: the same persistence unit with transactions of its own. */
public final class LocalDatabase implements Database, AutoCloseable {
    private final EntityManagerFactory entities;
    private final Runnable atClose;
    private volatile boolean closed;

    private LocalDatabase(EntityManagerFactory entities, Runnable atClose) {
        this.entities = entities;
        this.atClose = atClose;
    }

    /** A fresh H2 database in memory, with the rows that a migration makes and no others. */
    public static LocalDatabase h2() {
        MemoryDatabases.Mapped mapped = MemoryDatabases.fresh();
        return new LocalDatabase(mapped.entities(), mapped::giveBack);
    }

    /** The database behind the source, brought to the schema. */
    public static LocalDatabase on(DataSource source) {
        EntityManagerFactory entities = open(source);
        return new LocalDatabase(entities, entities::close);
    }

    static EntityManagerFactory open(DataSource source) {
        return Schema.open(source, Map.of("jakarta.persistence.transactionType", "RESOURCE_LOCAL"));
    }

    // whoever comes late must not meet the database of another test
    private EntityManager manager() {
        if (closed) {
            throw new IllegalStateException("the database was closed");
        }
        return entities.createEntityManager();
    }

    @Override
    public <T> T write(Function<UnitOfWork, T> work) {
        EntityManager manager = manager();
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
        EntityManager manager = manager();
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
        if (!closed) {
            closed = true;
            atClose.run();
        }
    }
}
