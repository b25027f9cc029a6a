package io.borealis.engine.tunnel;

import io.borealis.engine.EngineSettings;
import io.borealis.engine.EngineStart;
import io.borealis.engine.token.CertificateWatch;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The Engine's clockwork. Its beats are counted by time that passes, not by the calendar, whose timers would wait out a
 * clock that was put back. It lives with the server: what is due after a restart, the first sweep finds.
 */
@Singleton
@Startup
@DependsOn("EngineStart")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
@SuppressWarnings("NullAway.Init") // the server injects the fields before the beats begin
public class TunnelTimer {
    private static final Logger LOG = System.getLogger(TunnelTimer.class.getName());
    private static final Duration SWEEP = Duration.ofSeconds(1);
    // Asks memory alone: what a session or an access that ran out takes with it is gone within the second
    private static final Duration SHORT_SWEEP = Duration.ofMillis(200);
    private static final Duration PULSE = Duration.ofSeconds(30);
    private static final Duration KEYS = Duration.ofSeconds(10);
    private static final Duration CERTIFICATES = Duration.ofSeconds(60);

    @Inject
    private EngineStart engine;

    @Resource
    private ManagedScheduledExecutorService scheduler;

    private final List<Future<?>> beats = new ArrayList<>();

    @PostConstruct
    void begin() {
        Config config = ConfigProvider.getConfig();
        CertificateWatch certificates = CertificateWatch.at(
                EngineSettings.home(name -> config.getOptionalValue(name, String.class)),
                config.getOptionalValue("borealis.tls.password", String.class),
                Clock.systemUTC());
        beat(
                "watch of certificates",
                CERTIFICATES,
                () -> engine.whenServing(parts -> certificates.look(parts.activity())));
        beat("sweep", SWEEP, () -> engine.whenServing(parts -> parts.tunnels().sweep()));
        beat("pulse", PULSE, () -> engine.whenServing(parts -> parts.tunnels().pulse()));
        beat(
                "sweep of sessions",
                SHORT_SWEEP,
                () -> engine.whenServing(parts -> parts.sessions().sweep()));
        beat(
                "sweep of keys",
                SWEEP,
                () -> engine.whenServing(parts -> parts.keyRotation().sweep()));
        beat(
                "pulse of sessions",
                PULSE,
                () -> engine.whenServing(parts -> parts.sessions().pulse()));
        beat(
                "pulse of keys",
                KEYS,
                () -> engine.whenServing(parts -> parts.keyRotation().pulse()));
        beat(
                "sweep of access",
                SHORT_SWEEP,
                () -> engine.whenServing(parts -> parts.requests().life().sweep()));
        beat(
                "pulse of requests",
                PULSE,
                () -> engine.whenServing(parts -> parts.requests().life().pulse()));
    }

    private void beat(String name, Duration period, Runnable work) {
        beats.add(scheduler.scheduleWithFixedDelay(
                () -> guarded(name, work), period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS));
    }

    // A beat that throws would be the last one
    private static void guarded(String name, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failed) {
            LOG.log(Level.ERROR, "the " + name + " failed; the next one tries again", failed);
        }
    }

    @PreDestroy
    void end() {
        beats.forEach(beat -> beat.cancel(false));
    }
}
