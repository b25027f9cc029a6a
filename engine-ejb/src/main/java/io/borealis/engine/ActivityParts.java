package io.borealis.engine;

import io.borealis.engine.activity.ActivityLog;
import io.borealis.engine.activity.history.ActivityHistory;
import io.borealis.engine.activity.live.LiveEvents;
import io.borealis.engine.activity.report.Reports;
import io.borealis.engine.activity.seal.ActivityProof;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/** Lends what writes down what happens, what tells it, and what reads it. */
@ApplicationScoped
public class ActivityParts {
    @Produces
    public ActivityLog activityLog(EngineParts engine) {
        return engine.activity();
    }

    @Produces
    public LiveEvents liveEvents(EngineParts engine) {
        return engine.liveEvents();
    }

    @Produces
    public ActivityHistory activityHistory(EngineParts engine) {
        return engine.activityHistory();
    }

    @Produces
    public ActivityProof activityProof(EngineParts engine) {
        return engine.activityHistory().proof();
    }

    @Produces
    public Reports reports(EngineParts engine) {
        return engine.reports();
    }
}
