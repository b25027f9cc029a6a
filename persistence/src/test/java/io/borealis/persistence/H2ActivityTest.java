package io.borealis.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

class H2ActivityTest extends ActivityContract {
    private final JdbcConnectionPool pool =
            JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "sa");

    @Override
    DataSource source() {
        return pool;
    }

    @Override
    Connection connection() throws SQLException {
        return pool.getConnection();
    }

    @Override
    void closed() {
        pool.dispose();
    }
}
