package io.borealis.engine.tunnel;

import io.borealis.engine.EngineStart;
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
    private EngineStart engine;

    @Schedule(hour = "*", minute = "*", second = "*", persistent = false, info = "sweep")
    void sweep() {
        engine.whenServing(Tunnels::sweep);
    }

    @Schedule(hour = "*", minute = "*", second = "*/30", persistent = false, info = "pulse")
    void pulse() {
        engine.whenServing(Tunnels::pulse);
    }
}
