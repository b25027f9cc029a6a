package io.borealis.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.lab.Lab;
import io.borealis.lab.run.LabException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What the database of an Engine says of its tunnels, asked without the Engine. */
final class TunnelRows {

    // Of each tunnel: how often the activity says that it was opened, how often that it ended, and what its row says
    private static final String OF_EACH_TUNNEL =
            "select (select count(*) from activity a where a.tunnel_id = t.id and a.event = 'tunnel_opened')"
                    + " || ' opened, ' || (select count(*) from activity a where a.tunnel_id = t.id and a.event = 'tunnel_ended')"
                    + " || ' ended, ' || t.status from tunnel t";
    private static final String AS_IT_SHOULD_BE = "1 opened, 1 ended, DOWN";

    private TunnelRows() {}

    /** Every tunnel was opened once and ended once. The Engine is killed first: H2 lets one program in. */
    static void areOpenedAndEndedOnce(Lab lab) {
        lab.engine().kill();
        Path file = lab.engine().home().resolve("Engine/Data/borealis");
        // the system gives the lock of a killed program back a moment after it is gone
        areOpenedAndEndedOnce(await().atMost(FaultLab.SOON)
                .ignoreException(LabException.class)
                .until(() -> inTheFile(file), rows -> true));
    }

    /** The same in a PostgreSQL that runs. */
    static void areOpenedAndEndedOnce(LabPostgres database) {
        areOpenedAndEndedOnce(database.ask(OF_EACH_TUNNEL).lines().toList());
    }

    private static void areOpenedAndEndedOnce(List<String> tunnels) {
        System.out.println("tunnels of this lab: " + tunnels.size());
        assertThat(tunnels).isNotEmpty().containsOnly(AS_IT_SHOULD_BE);
    }

    private static List<String> inTheFile(Path file) {
        List<String> said = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:h2:file:" + file, "sa", "sa");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(OF_EACH_TUNNEL)) {
            while (rows.next()) {
                said.add(rows.getString(1));
            }
        } catch (SQLException unreadable) {
            throw new LabException("the rows in " + file + " cannot be read", unreadable);
        }
        return said;
    }
}
