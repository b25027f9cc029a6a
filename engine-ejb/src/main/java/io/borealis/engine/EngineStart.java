package io.borealis.engine;

import io.borealis.engine.access.Accounts;
import io.borealis.engine.access.OperatorSessions;
import io.borealis.engine.access.Operators;
import io.borealis.engine.access.OwnPassword;
import io.borealis.engine.access.Passwords;
import io.borealis.engine.access.SecondFactors;
import io.borealis.engine.access.TrustedProxies;
import io.borealis.engine.control.AgentSwitchboard;
import io.borealis.engine.device.DeviceStates;
import io.borealis.engine.device.Devices;
import io.borealis.engine.device.Enrollment;
import io.borealis.engine.device.EnrollmentCodes;
import io.borealis.engine.terminal.SharedTerminals;
import io.borealis.engine.terminal.TerminalTickets;
import io.borealis.engine.terminal.Terminals;
import io.borealis.engine.token.EngineKeys;
import io.borealis.engine.tunnel.IdleTimes;
import io.borealis.engine.tunnel.TunnelBroker;
import io.borealis.engine.tunnel.TunnelHolds;
import io.borealis.engine.tunnel.Tunnels;
import io.borealis.engine.tunnel.host.TunnelHost;
import io.borealis.network.connector.HostNetworkFactory;
import io.borealis.persistence.DatabaseUnavailableException;
import io.borealis.persistence.OutageWatch;
import io.borealis.persistence.Schema;
import io.borealis.persistence.WatchedDatabase;
import io.borealis.protocol.Ticker;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * Starts the Engine with the server: keys, schema, first accounts, the host brought to what the rows desire. Whoever is
 * injected with a part waits until that is done. While the database does not answer the Engine waits for it in the
 * background, and whoever asks for a part is told so.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
@SuppressWarnings("NullAway.Init") // the server fills the fields before anything else happens
public class EngineStart {
    private static final Logger LOG = System.getLogger(EngineStart.class.getName());
    private static final long WHILE_OUT_SECONDS = 1;
    private static final long WHILE_UNUSABLE_SECONDS = 30;

    // Of the server's transactions: a connection is theirs until they end, not asked for anew for each statement
    private static final Map<String, Object> IN_THE_SERVER = Map.of(
            "hibernate.connection.handling_mode", "DELAYED_ACQUISITION_AND_RELEASE_BEFORE_TRANSACTION_COMPLETION");

    @Resource(lookup = "java:jboss/datasources/BorealisDS")
    private DataSource dataSource;

    @Inject
    private OutageWatch watch;

    @Resource
    private UserTransaction transaction;

    @Resource
    private ManagedExecutorService threads;

    @Resource
    private ManagedScheduledExecutorService scheduler;

    @Resource(lookup = "java:/eis/borealis/HostNetwork")
    private HostNetworkFactory network;

    private TrustedProxies trustedProxies = TrustedProxies.NONE;
    private EngineSettings settings;
    private EngineKeys keys;
    private volatile boolean stopping;
    private volatile @Nullable RunningEngine running;

    @PostConstruct
    void start() {
        Config config = ConfigProvider.getConfig();
        trustedProxies = TrustedProxies.parse(config.getOptionalValue("borealis.trusted-proxies", String.class));
        settings = EngineSettings.from(name -> config.getOptionalValue(name, String.class));
        keys = EngineKeys.at(settings.home());
        try {
            running = open();
        } catch (DatabaseUnavailableException out) {
            watch.waiting();
            tryAgainAfter(WHILE_OUT_SECONDS);
        }
    }

    private void tryAgainAfter(long seconds) {
        scheduler.schedule(this::tryAgain, seconds, TimeUnit.SECONDS);
    }

    private void tryAgain() {
        if (stopping) {
            return;
        }
        try {
            running = open();
            watch.serving();
            LOG.log(Level.INFO, "the Engine serves now that its database answers");
        } catch (DatabaseUnavailableException out) {
            tryAgainAfter(WHILE_OUT_SECONDS);
        } catch (RuntimeException unusable) {
            LOG.log(Level.ERROR, "the Engine cannot start on its database", unusable);
            watch.lost("it answers, but the Engine cannot start on it: " + unusable.getMessage());
            tryAgainAfter(WHILE_UNUSABLE_SECONDS);
        }
    }

    private RunningEngine open() {
        // No further than this: while the database is out one caller is let try, and the parts ask it themselves
        JtaDatabase opened = WatchedDatabase.watched(
                watch, () -> new JtaDatabase(Schema.open(dataSource, IN_THE_SERVER), transaction));
        EngineParts made = new EngineParts(
                settings,
                keys,
                new WatchedDatabase(opened, watch),
                new Passwords(),
                network,
                new OutageProofThreads(threads),
                scheduler,
                Clock.systemUTC(),
                Ticker.ofThisMachine());
        try {
            made.start();
        } catch (RuntimeException failed) {
            made.close();
            opened.close();
            throw failed;
        }
        return new RunningEngine(made, opened);
    }

    private record RunningEngine(EngineParts parts, JtaDatabase database) {}

    @PreDestroy
    void stop() {
        stopping = true;
        RunningEngine now = running;
        if (now != null) {
            now.parts().close();
            now.database().close();
        }
    }

    /** Whether the Engine has its database and serves; false only before that happened for the first time. */
    public boolean isServing() {
        return running != null;
    }

    /**
     * For timers and events: nothing is done while the database is out or was never there. What was missed, the next
     * one finds.
     */
    public void whenServing(Consumer<EngineParts> work) {
        RunningEngine now = running;
        if (now == null) {
            return;
        }
        try {
            work.accept(now.parts());
        } catch (DatabaseUnavailableException out) {
            LOG.log(Level.DEBUG, "skipped: {0}", out.getMessage());
        }
    }

    /** The Engine that runs; whoever asks before there is one is told that the database is out. */
    @Produces
    public EngineParts parts() {
        RunningEngine now = running;
        if (now == null) {
            throw new DatabaseUnavailableException("the Engine waits for its database");
        }
        return now.parts();
    }

    @Produces
    public TrustedProxies trustedProxies() {
        return trustedProxies;
    }

    /** There are keys before there is a database. */
    public EngineKeys keys() {
        return keys;
    }

    @Produces
    public OperatorSessions operatorSessions() {
        return parts().sessions();
    }

    @Produces
    public Operators operators() {
        return parts().operators();
    }

    @Produces
    public Accounts accounts() {
        return parts().accounts();
    }

    @Produces
    public OwnPassword ownPassword() {
        return parts().ownPassword();
    }

    @Produces
    public SecondFactors secondFactors() {
        return parts().secondFactors();
    }

    @Produces
    public Devices devices() {
        return parts().devices();
    }

    @Produces
    public EnrollmentCodes enrollmentCodes() {
        return parts().enrollmentCodes();
    }

    @Produces
    public Enrollment enrollment() {
        return parts().enrollment();
    }

    @Produces
    public AgentSwitchboard agentSwitchboard() {
        return parts().switchboard();
    }

    @Produces
    public TunnelHost tunnelHost() {
        return parts().host();
    }

    @Produces
    public Tunnels tunnels() {
        return parts().tunnels();
    }

    @Produces
    public TunnelBroker tunnelBroker() {
        return parts().tunnels().broker();
    }

    @Produces
    public TunnelHolds tunnelHolds() {
        return parts().tunnels().holds();
    }

    @Produces
    public IdleTimes idleTimes() {
        return parts().tunnels().idleTimes();
    }

    @Produces
    public DeviceStates deviceStates() {
        return parts().tunnels().deviceStates();
    }

    @Produces
    public TerminalTickets terminalTickets() {
        return parts().tickets();
    }

    @Produces
    public Terminals terminals() {
        return parts().terminals();
    }

    @Produces
    public SharedTerminals sharedTerminals() {
        return parts().terminals().shared();
    }
}
