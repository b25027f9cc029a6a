package io.borealis.engine.access.request;

import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.access.PortAccess;
import io.borealis.engine.access.SetPortsResult;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.persistence.UnitOfWork;
import io.borealis.persistence.access.FiledRequest;
import io.borealis.persistence.access.RequestStatus;
import io.borealis.persistence.device.Device;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.device.DeviceId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps a port list that opens more until somebody else decides about it. Thread-safe. */
final class PortWidening implements PortAccess.Widening {
    private static final String NO_REASON = "no reason was given";

    private final Filing filing;
    private final RequestLimits limits;
    private final Clock clock;

    PortWidening(Filing filing, RequestLimits limits, Clock clock) {
        this.filing = filing;
        this.limits = limits;
        this.clock = clock;
    }

    @Override
    public Optional<SetPortsResult> instead(
            UnitOfWork work, OperatorSession operator, Device device, List<PortRule> wanted, PortAccess.Wish wish) {
        if (!limits.widening().mustWait(operator)) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        FiledRequest request = FiledRequest.ports(
                        operator.username(),
                        device.id(),
                        wanted,
                        wish.found(),
                        wish.reason().orElse(NO_REASON),
                        now,
                        now.plus(limits.life()))
                .commented(wish.comments());
        Optional<Filing.Refusal> refused = filing.file(work, operator, request, "ports " + wanted);
        if (refused.isEmpty()) {
            return Optional.of(new SetPortsResult.Waits(request.id()));
        }
        return refused.map(why -> why instanceof Filing.Refusal.TooMany many
                ? new SetPortsResult.TooManyWait(many.most(), many.own())
                : new SetPortsResult.TooOften(((Filing.Refusal.TooOften) why).retryAfterSeconds()));
    }

    @Override
    public void overtaken(UnitOfWork work, OperatorSession operator, DeviceId device) {
        for (FiledRequest request : work.requests().waitingForPorts(device)) {
            request.close(
                    RequestStatus.OVERTAKEN,
                    Optional.of(operator.username()),
                    Optional.of("the list was changed"),
                    clock.instant());
            filing.write(
                    work,
                    ActivityEvent.REQUEST_OVERTAKEN,
                    request,
                    Optional.of(operator),
                    Optional.of("the list was changed"));
        }
    }
}
