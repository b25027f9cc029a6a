package io.borealis.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Whether the database does its work. The server finds checks in libraries of the EAR alone, so it is here. */
@Readiness
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // the server injects the field before anybody asks
public class DatabaseReadiness implements HealthCheck {
    @Inject
    private OutageWatch watch;

    @Override
    public HealthCheckResponse call() {
        var answer = HealthCheckResponse.named("database");
        return watch.outage()
                .map(reason -> answer.down().withData("reason", reason).build())
                .orElseGet(() -> answer.up().build());
    }
}
