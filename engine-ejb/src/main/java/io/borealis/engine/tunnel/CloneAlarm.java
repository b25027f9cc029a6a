package io.borealis.engine.tunnel;

import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.engine.control.AgentConnection;
import io.borealis.persistence.Database;
import io.borealis.persistence.DatabaseUnavailableException;
import io.borealis.persistence.device.Device;
import io.borealis.protocol.control.ControlMessage;
import io.borealis.protocol.control.ToAgent;
import io.borealis.protocol.device.DeviceId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says that two machines show the key of one device: a mark on the device, a row in the activity, and a word to the machine
 * that is connected; the other hears it as it is turned away. A clone tries for
 * ever, so a device is told of once in {@link #QUIET}, with the number of attempts since. Thread-safe.
 */
final class CloneAlarm {
    private static final Logger LOG = System.getLogger(CloneAlarm.class.getName());
    static final Duration QUIET = Duration.ofMinutes(10);

    private final Database database;
    private final ActivityLog activity;
    private final Clock clock;
    private final Map<DeviceId, Told> told = new ConcurrentHashMap<>();

    /** @param attemptsSince how many were turned away since without a row */
    private record Told(long atNanos, int attemptsSince) {}

    CloneAlarm(Database database, ActivityLog activity, Clock clock) {
        this.database = database;
        this.activity = activity;
        this.clock = clock;
    }

    void raise(AgentConnection holder, AgentConnection newcomer) {
        Told now = new Told(System.nanoTime(), 0);
        Told before = told.put(holder.device(), now);
        if (before != null && now.atNanos() - before.atNanos() < QUIET.toNanos()) {
            told.put(holder.device(), new Told(before.atNanos(), before.attemptsSince() + 1));
            return;
        }
        if (holder.protocol() >= ControlMessage.CLONE_VERSION) {
            holder.send(new ToAgent.CloneSeen(newcomer.remoteAddress()));
        }
        try {
            write(holder, newcomer, before == null ? 0 : before.attemptsSince());
        } catch (DatabaseUnavailableException out) {
            LOG.log(Level.WARNING, "a clone of {0} will be told of at its next attempt", holder.device());
            told.remove(holder.device(), now);
        }
    }

    private void write(AgentConnection holder, AgentConnection newcomer, int quiet) {
        database.run(work -> {
            work.devices().find(holder.device()).ifPresent(this::mark);
            activity.write(
                    work,
                    ActivityEntry.of(ActivityEvent.DEVICE_CLONED)
                            .on(holder.device())
                            .from(newcomer.remoteAddress())
                            .because(text(holder, newcomer, quiet)));
        });
    }

    private void mark(Device device) {
        device.suspectClone(clock.instant());
    }

    private static String text(AgentConnection holder, AgentConnection newcomer, int quiet) {
        return name(newcomer) + " at " + newcomer.remoteAddress() + " shows the key of this device while "
                + name(holder) + " at " + holder.remoteAddress() + " is connected; it was turned away"
                + (quiet == 0 ? "" : ", as " + quiet + " times since this was last told");
    }

    // What a stranger calls himself was not looked at by anybody yet
    private static String name(AgentConnection agent) {
        String name = agent.hostname();
        return AgentReception.isPresentable(name) ? name : "a machine without a presentable name";
    }
}
