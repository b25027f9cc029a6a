package io.borealis.persistence;

import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

class H2ReportTest extends ReportContract {
    private final JdbcConnectionPool pool =
            JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "sa");

    @Override
    DataSource source() {
        return pool;
    }

    @Override
    void closed() {
        pool.dispose();
    }
}
