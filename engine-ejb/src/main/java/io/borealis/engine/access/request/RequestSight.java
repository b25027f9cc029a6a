package io.borealis.engine.access.request;

import io.borealis.engine.Page;
import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.access.Reach;
import io.borealis.engine.access.Role;
import io.borealis.persistence.Database;
import io.borealis.persistence.UnitOfWork;
import io.borealis.persistence.access.FiledRequest;
import io.borealis.persistence.access.RequestKind;
import io.borealis.persistence.access.RequestRepository;
import io.borealis.persistence.access.RequestStatus;
import io.borealis.persistence.device.Device;
import io.borealis.persistence.device.Site;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/**
 * Who may see a request and who may decide it. What somebody reaches for a time only gives him neither. Thread-safe.
 */
final class RequestSight {
    private final Database database;
    private final WhoWidens widening;
    private final Clock clock;

    RequestSight(Database database, WhoWidens widening, Clock clock) {
        this.database = database;
        this.widening = widening;
        this.clock = clock;
    }

    /** {@link Requests#page}. */
    Optional<Page<RequestView>> page(OperatorSession who, boolean waiting, Optional<UUID> after, int most) {
        return database.read(work -> {
            Optional<FiledRequest> last = after.flatMap(work.requests()::find).filter(row -> sees(work, who, row));
            if (after.isPresent() && last.isEmpty()) {
                return Optional.empty();
            }
            Optional<RequestRepository.Viewer> viewer = who.is(Role.ADMIN)
                    ? Optional.empty()
                    : Optional.of(new RequestRepository.Viewer(
                            who.username(), Reach.standing(work, who).limit()));
            return Optional.of(Page.of(work.requests().page(viewer, waiting, last, most + 1), most)
                    .map(row -> view(work, who, row)));
        });
    }

    /** The request, when there is one that he may see. */
    Optional<RequestView> find(OperatorSession who, UUID id) {
        return database.read(work ->
                work.requests().find(id).filter(row -> sees(work, who, row)).map(row -> view(work, who, row)));
    }

    /** His own, those about devices that he reaches by himself, and everything for administrators. */
    boolean sees(UnitOfWork work, OperatorSession who, FiledRequest row) {
        return row.askedBy().equals(who.username())
                || who.is(Role.ADMIN)
                || row.device().flatMap(Reach.standing(work, who)::device).isPresent();
    }

    /** The request as this person may see it. */
    RequestView view(UnitOfWork work, OperatorSession who, FiledRequest row) {
        boolean reached = row.device().flatMap(Reach.of(work, who)::device).isPresent();
        boolean waits = row.status() == RequestStatus.WAITING && row.lapsesAt().isAfter(clock.instant());
        return RequestView.of(row, reached, waits && mayDecide(work, who, row));
    }

    /** Whether he may approve, refuse or revoke it; never who asked himself. */
    boolean mayDecide(UnitOfWork work, OperatorSession who, FiledRequest row) {
        if (row.askedBy().equals(who.username())) {
            return false;
        }
        if (who.is(Role.ADMIN)) {
            return true;
        }
        return who.is(Role.OPERATOR)
                && row.device()
                        .flatMap(Reach.standing(work, who)::device)
                        .filter(device -> isForOperators(work, row, device))
                        .isPresent();
    }

    private boolean isForOperators(UnitOfWork work, FiledRequest row, Device device) {
        return row.kind() == RequestKind.PORTS
                ? widening.operatorsApprove()
                : work.sites()
                        .find(device.site())
                        .filter(Site::mayOperatorsApprove)
                        .isPresent();
    }
}
