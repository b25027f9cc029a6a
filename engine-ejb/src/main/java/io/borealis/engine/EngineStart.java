package io.borealis.engine;

import io.borealis.engine.access.Operators;
import io.borealis.engine.access.PortAccess;
import io.borealis.engine.access.TrustedProxies;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.engine.control.AgentSwitchboard;
import io.borealis.engine.device.Devices;
import io.borealis.engine.device.Enrollment;
import io.borealis.engine.terminal.TerminalTickets;
import io.borealis.engine.terminal.Terminals;
import io.borealis.engine.token.EngineKeys;
import io.borealis.engine.tunnel.TunnelBroker;
import io.borealis.engine.tunnel.TunnelHost;
import io.borealis.engine.tunnel.Tunnels;
import io.borealis.network.connector.HostNetworkFactory;
import io.borealis.persistence.Schema;
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
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.PersistenceUnit;
import jakarta.transaction.UserTransaction;
import java.time.Clock;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * Starts the Engine with the server: schema, keys, first accounts, the host brought to what the rows desire. Whoever is
 * injected with a part waits until that is done.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
@SuppressWarnings("NullAway.Init") // the server fills the fields before anything else happens
public class EngineStart {
    @Resource(lookup = "java:jboss/datasources/BorealisDS")
    private DataSource dataSource;

    @PersistenceUnit(unitName = "borealis")
    private EntityManagerFactory unit;

    @PersistenceContext(unitName = "borealis")
    private EntityManager entities;

    @Resource
    private UserTransaction transaction;

    @Resource
    private ManagedExecutorService threads;

    @Resource
    private ManagedScheduledExecutorService scheduler;

    @Resource(lookup = "java:/eis/borealis/HostNetwork")
    private HostNetworkFactory network;

    private TrustedProxies trustedProxies = TrustedProxies.NONE;
    private @Nullable EngineParts parts;

    @PostConstruct
    void start() {
        // Flyway before the mapping is compared: the persistence unit started on whatever schema there was
        Schema.migrate(dataSource);
        Schema.validate(unit);
        Config config = ConfigProvider.getConfig();
        trustedProxies = TrustedProxies.parse(config.getOptionalValue("borealis.trusted-proxies", String.class));
        EngineSettings settings = EngineSettings.from(name -> config.getOptionalValue(name, String.class));
        EngineParts made = new EngineParts(
                settings,
                EngineKeys.at(settings.home()),
                new JtaDatabase(entities, transaction),
                network,
                threads,
                scheduler,
                Clock.systemUTC(),
                Ticker.ofThisMachine());
        made.start();
        parts = made;
    }

    @PreDestroy
    void stop() {
        EngineParts made = parts;
        if (made != null) {
            made.close();
        }
    }

    private EngineParts parts() {
        EngineParts made = parts;
        if (made == null) {
            throw new IllegalStateException("the Engine did not start");
        }
        return made;
    }

    @Produces
    public ActivityLog activityLog() {
        return parts().activity();
    }

    @Produces
    public TrustedProxies trustedProxies() {
        return trustedProxies;
    }

    @Produces
    public Operators operators() {
        return parts().operators();
    }

    @Produces
    public PortAccess portAccess() {
        return parts().portAccess();
    }

    @Produces
    public Devices devices() {
        return parts().devices();
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
    public TerminalTickets terminalTickets() {
        return parts().tickets();
    }

    @Produces
    public Terminals terminals() {
        return parts().terminals();
    }
}
