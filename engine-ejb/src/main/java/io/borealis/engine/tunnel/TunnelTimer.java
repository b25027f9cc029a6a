package io.borealis.engine.tunnel;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;

/** The Engine's clockwork. The timers live with the server: what is due after a restart, the first sweep finds. */
@Singleton
@Startup
@DependsOn("EngineStart")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
@SuppressWarnings("NullAway.Init") // the server injects the field before a timer fires
public class TunnelTimer {
    @Inject
    private Tunnels tunnels;

    @Schedule(hour = "*", minute = "*", second = "*", persistent = false, info = "sweep")
    void sweep() {
        tunnels.sweep();
    }

    @Schedule(hour = "*", minute = "*", second = "*/30", persistent = false, info = "pulse")
    void pulse() {
        tunnels.pulse();
    }
}
