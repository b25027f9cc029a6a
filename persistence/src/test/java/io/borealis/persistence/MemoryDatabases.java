package io.borealis.persistence;

import jakarta.persistence.EntityManagerFactory;
import java.io.PrintWriter;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.tools.RunScript;
import org.jspecify.annotations.Nullable;

/**
 * Databases of H2 in memory, a fresh one for each that asks. To migrate one and to open the mapping takes most of a second:
 * the first is migrated and the others are copies of it, and a mapping that was given back serves the next database.
 */
final class MemoryDatabases {
    private static final String NUMBERS =
            "SELECT BASE_VALUE FROM INFORMATION_SCHEMA.SEQUENCES" + " WHERE SEQUENCE_NAME = 'ACTIVITY_SEQUENCE'";
    private static final Queue<Mapped> IDLE = new ConcurrentLinkedQueue<>();
    private static @Nullable String migrated;

    private MemoryDatabases() {}

    static Mapped fresh() {
        Mapped idle = IDLE.poll();
        if (idle == null) {
            return new Mapped();
        }
        idle.begin();
        return idle;
    }

    private static JdbcConnectionPool empty() {
        return JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "sa");
    }

    private static synchronized void copyOfTheFirst(Connection connection) throws SQLException {
        RunScript.execute(connection, new StringReader(Objects.requireNonNull(migrated, "none was migrated yet")));
    }

    private static synchronized void isTheFirst(Connection connection) throws SQLException {
        if (migrated == null) {
            StringBuilder script = new StringBuilder();
            try (Statement statement = connection.createStatement();
                    ResultSet lines = statement.executeQuery("SCRIPT")) {
                while (lines.next()) {
                    script.append(lines.getString(1)).append('\n');
                }
            }
            migrated = script.toString();
        }
    }

    /** The mapping, and the database that it is on now. */
    static final class Mapped implements DataSource {
        private volatile JdbcConnectionPool database = empty();
        private final EntityManagerFactory entities;
        private long nextNumber;

        private Mapped() {
            this.entities = LocalDatabase.open(this);
            try (Connection connection = database.getConnection()) {
                isTheFirst(connection);
            } catch (SQLException failed) {
                throw new IllegalStateException(failed);
            }
        }

        private void begin() {
            database = empty();
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement()) {
                copyOfTheFirst(connection);
                // the mapping takes numbers in advance, and has some left
                statement.execute("ALTER SEQUENCE activity_sequence RESTART WITH " + nextNumber);
            } catch (SQLException failed) {
                throw new IllegalStateException(failed);
            }
        }

        EntityManagerFactory entities() {
            return entities;
        }

        void giveBack() {
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet number = statement.executeQuery(NUMBERS)) {
                number.next();
                nextNumber = number.getLong(1);
                statement.execute("SHUTDOWN IMMEDIATELY");
            } catch (SQLException failed) {
                throw new IllegalStateException(failed);
            }
            database.dispose();
            IDLE.add(this);
        }

        @Override
        public Connection getConnection() throws SQLException {
            return database.getConnection();
        }

        @Override
        public Connection getConnection(String username, String password) throws SQLException {
            return database.getConnection(username, password);
        }

        @Override
        public @Nullable PrintWriter getLogWriter() throws SQLException {
            return database.getLogWriter();
        }

        @Override
        public void setLogWriter(@Nullable PrintWriter writer) throws SQLException {
            database.setLogWriter(writer);
        }

        @Override
        public void setLoginTimeout(int seconds) throws SQLException {
            database.setLoginTimeout(seconds);
        }

        @Override
        public int getLoginTimeout() throws SQLException {
            return database.getLoginTimeout();
        }

        @Override
        public Logger getParentLogger() throws SQLFeatureNotSupportedException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return false;
        }
    }
}
