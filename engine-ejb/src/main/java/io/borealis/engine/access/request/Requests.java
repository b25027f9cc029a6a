package io.borealis.engine.access.request;

import io.borealis.engine.Page;
import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.access.OperatorSessions;
import io.borealis.engine.access.PortAccess;
import io.borealis.engine.access.Rights;
import io.borealis.engine.access.SecondFactors;
import io.borealis.engine.access.SessionCheck;
import io.borealis.engine.access.SetPortsResult;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.persistence.Database;
import io.borealis.persistence.UnitOfWork;
import io.borealis.persistence.access.FiledRequest;
import io.borealis.persistence.access.RequestKind;
import io.borealis.persistence.access.RequestStatus;
import io.borealis.persistence.device.Device;
import io.borealis.protocol.MalformedValueException;
import io.borealis.protocol.Ticker;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.device.DeviceId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

/**
 * What one person asks for and another decides: a device for a time, or a port list that opens more. Nobody decides what
 * he asked for himself. Access ends by itself, with all that stood on it. Thread-safe.
 */
public final class Requests {
    /** No reason is longer. */
    public static final int LONGEST_REASON = 500;

    /** What people write to say which device they mean is not longer. */
    public static final int LONGEST_DEVICE = 255;

    private final Database database;
    private final OperatorSessions sessions;
    private final SecondFactors factors;
    private final RequestLimits limits;
    private final Filing filing;
    private final PortAccess ports;
    private final AccessLife life;
    private final RequestSight sight;
    private final Clock clock;

    public Requests(
            Database database,
            OperatorSessions sessions,
            SecondFactors factors,
            Rights rights,
            PortAccess.Enforcement enforcement,
            RequestLimits limits,
            ActivityLog activity,
            Clock clock,
            Ticker ticker) {
        this.database = database;
        this.sessions = sessions;
        this.factors = factors;
        this.limits = limits;
        this.filing = new Filing(activity, ticker);
        PortWidening widening = new PortWidening(filing, limits, clock);
        this.ports = new PortAccess(database, activity, enforcement, widening, factors, clock);
        this.life = new AccessLife(database, rights, filing, clock, ticker);
        this.sight = new RequestSight(database, limits.widening(), clock);
        this.clock = clock;
    }

    /** The port lists, whose widening comes here. */
    public PortAccess ports() {
        return ports;
    }

    /** When access ends, and what nobody decides: for the start and the timers. */
    public AccessLife life() {
        return life;
    }

    /**
     * Asks for a device. The answer is the same whether there is such a device and whether it is within reach.
     *
     * @param device its id or its exact name
     * @param reason of one line, at most {@link #LONGEST_REASON} characters
     */
    public AskResult ask(OperatorSession who, String device, Duration time, String reason) {
        if (!limits.allows(time)) {
            return new AskResult.BadTime(limits.shortest(), limits.longest());
        }
        return database.decide(work -> {
            Optional<SessionCheck.Over> ended = sessions.over(work, who);
            if (ended.isPresent()) {
                return new AskResult.SessionOver(ended.get());
            }
            Instant now = clock.instant();
            FiledRequest request = FiledRequest.access(
                    who.username(), device, named(work, device), time, reason, now, now.plus(limits.life()));
            String what = "access to " + device + " for " + time.toSeconds() + " s";
            Optional<Filing.Refusal> refused = filing.file(work, who, request, what);
            if (refused.isPresent()) {
                return refused.get() instanceof Filing.Refusal.TooMany many
                        ? new AskResult.TooManyWait(many.most(), many.own())
                        : new AskResult.TooOften(((Filing.Refusal.TooOften) refused.get()).retryAfterSeconds());
            }
            return new AskResult.Waits(sight.view(work, who, request));
        });
    }

    private static Optional<DeviceId> named(UnitOfWork work, String text) {
        Optional<Device> found;
        try {
            found = work.devices().find(DeviceId.parse(text));
        } catch (MalformedValueException noId) {
            found = work.devices().findByName(text);
        }
        return found.map(Device::id);
    }

    /**
     * The newest first: a person's own and those about devices that he reaches by himself; everything for administrators.
     *
     * @param waiting only those that wait for a decision
     * @param after the last one of the page before
     * @return empty when there is no such request to go on after
     */
    public Optional<Page<RequestView>> page(OperatorSession who, boolean waiting, Optional<UUID> after, int most) {
        return sight.page(who, waiting, after, most);
    }

    public Optional<RequestView> find(OperatorSession who, UUID id) {
        return sight.find(who, id);
    }

    /** Says yes: the device is reached from now on for the time that was asked for, or has the ports. */
    public RequestResult approve(OperatorSession who, UUID id, Optional<String> reason) {
        if (factors.mustStepUp(who)) {
            return new RequestResult.StepUpRequired();
        }
        RequestResult result = decide(
                who,
                id,
                (work, row) -> row.kind() == RequestKind.PORTS
                        ? approvePorts(work, who, row, reason)
                        : approveAccess(work, who, row, reason));
        // Stored and committed: now the live tunnel obeys, or ends
        return result instanceof RequestResult.Done done
                        && done.request().ports().isPresent()
                ? enforced(done)
                : result;
    }

    private RequestResult approveAccess(
            UnitOfWork work, OperatorSession who, FiledRequest row, Optional<String> reason) {
        if (row.device().isEmpty()) {
            return new RequestResult.NoDevice();
        }
        row.approve(who.username(), reason, clock.instant());
        life.opened(work, row);
        tell(
                work,
                ActivityEvent.REQUEST_APPROVED,
                row,
                who,
                "access until " + row.endsAt().orElseThrow(),
                reason);
        return done(work, who, row);
    }

    private RequestResult approvePorts(
            UnitOfWork work, OperatorSession who, FiledRequest row, Optional<String> reason) {
        Device device = row.device().flatMap(work.devices()::find).orElseThrow();
        List<PortRule> wanted = row.portsWanted().orElseThrow();
        Optional<List<PortRule>> now = PortAccess.ownList(work, device);
        if (!now.equals(row.portsFound())) {
            row.close(RequestStatus.OVERTAKEN, Optional.empty(), Optional.empty(), clock.instant());
            tell(work, ActivityEvent.REQUEST_OVERTAKEN, row, who, "the list was changed", Optional.empty());
            return new RequestResult.PortsChanged(row.portsFound(), now);
        }
        Optional<SetPortsResult.BeyondCeiling> beyond = PortAccess.beyondCeiling(work, device, wanted);
        if (beyond.isPresent()) {
            return new RequestResult.BeyondCeiling(
                    beyond.get().beyond(), beyond.get().ceiling());
        }
        // Approved first: a list that is stored overtakes all that wait
        row.approve(who.username(), reason, clock.instant());
        tell(work, ActivityEvent.REQUEST_APPROVED, row, who, "ports " + wanted, reason);
        ports.store(work, who, device, wanted, row.portsComments());
        return done(work, who, row);
    }

    private RequestResult enforced(RequestResult.Done done) {
        return done.request()
                .agentId()
                .flatMap(ports::enforce)
                .<RequestResult>map(failed -> new RequestResult.TunnelEnded(done.request(), failed))
                .orElse(done);
    }

    /** Says no. */
    public RequestResult refuse(OperatorSession who, UUID id, Optional<String> reason) {
        return decide(who, id, (work, row) -> {
            row.refuse(who.username(), reason, clock.instant());
            tell(work, ActivityEvent.REQUEST_REFUSED, row, who, row.kind().wireName(), reason);
            return done(work, who, row);
        });
    }

    /**
     * Ends it before its time: who asked withdraws what waits and gives back what is open; who may decide takes what is
     * open, and all that stands on it.
     */
    public RequestResult end(OperatorSession who, UUID id, Optional<String> reason) {
        return known(who, id, (work, row) -> {
            boolean own = row.askedBy().equals(who.username());
            if (!row.status().isLive()) {
                return new RequestResult.Decided(sight.view(work, who, row));
            }
            if (row.status() == RequestStatus.OPEN) {
                if (!own && !sight.mayDecide(work, who, row)) {
                    return new RequestResult.NotYours();
                }
                life.end(work, row, own ? RequestStatus.RETURNED : RequestStatus.REVOKED, who, reason);
                return done(work, who, row);
            }
            if (!own) {
                return new RequestResult.NotYours();
            }
            row.close(RequestStatus.WITHDRAWN, Optional.of(who.username()), reason, clock.instant());
            tell(work, ActivityEvent.REQUEST_WITHDRAWN, row, who, row.kind().wireName(), reason);
            return done(work, who, row);
        });
    }

    private RequestResult decide(
            OperatorSession who, UUID id, BiFunction<UnitOfWork, FiledRequest, RequestResult> decision) {
        return known(who, id, (work, row) -> {
            if (row.askedBy().equals(who.username())) {
                return new RequestResult.Own();
            }
            if (!sight.mayDecide(work, who, row)) {
                return new RequestResult.NotYours();
            }
            if (row.status() == RequestStatus.OVERTAKEN) {
                return new RequestResult.PortsChanged(
                        row.portsFound(),
                        row.device().flatMap(work.devices()::find).flatMap(device -> PortAccess.ownList(work, device)));
            }
            if (row.status() == RequestStatus.WAITING && life.hasLapsed(row)) {
                life.lapse(work, row);
            }
            return row.status() == RequestStatus.WAITING
                    ? decision.apply(work, row)
                    : new RequestResult.Decided(sight.view(work, who, row));
        });
    }

    private RequestResult known(
            OperatorSession who, UUID id, BiFunction<UnitOfWork, FiledRequest, RequestResult> decision) {
        return database.decide(work -> {
            Optional<SessionCheck.Over> ended = sessions.over(work, who);
            if (ended.isPresent()) {
                return new RequestResult.SessionOver(ended.get());
            }
            return work.requests()
                    .find(id)
                    .filter(row -> sight.sees(work, who, row))
                    .map(row -> decision.apply(work, row))
                    .orElseGet(RequestResult.Unknown::new);
        });
    }

    private RequestResult done(UnitOfWork work, OperatorSession who, FiledRequest row) {
        return new RequestResult.Done(sight.view(work, who, row));
    }

    private void tell(
            UnitOfWork work,
            ActivityEvent event,
            FiledRequest row,
            OperatorSession who,
            String what,
            Optional<String> reason) {
        filing.write(
                work,
                event,
                row,
                Optional.of(who),
                Optional.of(what + reason.map(why -> ": " + why).orElse("")));
    }
}
