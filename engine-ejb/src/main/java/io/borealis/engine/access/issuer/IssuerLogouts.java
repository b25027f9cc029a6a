package io.borealis.engine.access.issuer;

import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.access.OperatorSessions;
import io.borealis.engine.access.RateLimit;
import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.engine.activity.AddressBlock;
import io.borealis.persistence.Database;
import io.borealis.persistence.UnitOfWork;
import io.borealis.persistence.access.Operator;
import io.borealis.persistence.access.SessionEnd;
import io.borealis.persistence.access.SignIn;
import io.borealis.protocol.Ticker;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The ends of sessions that the issuer and the Engine tell each other of. Thread-safe. */
final class IssuerLogouts {
    private final IssuerSettings settings;
    private final IssuerDocuments documents;
    private final IssuerTokens tokens;
    private final Database database;
    private final ActivityLog activity;
    private final OperatorSessions sessions;
    private final RateLimit refusals;

    IssuerLogouts(
            IssuerSettings settings,
            IssuerDocuments documents,
            IssuerTokens tokens,
            Database database,
            ActivityLog activity,
            OperatorSessions sessions,
            Ticker ticker) {
        this.settings = settings;
        this.documents = documents;
        this.tokens = tokens;
        this.database = database;
        this.activity = activity;
        this.sessions = sessions;
        this.refusals = new RateLimit(30, Duration.ofSeconds(1), ticker);
    }

    /** Back-channel logout: ends here what ended there. */
    LogoutResult tell(String logoutToken, String remoteAddress) {
        String source = AddressBlock.of(remoteAddress);
        if (!refusals.take(source)) {
            return new LogoutResult.TooMany(refusals.retryAfterSeconds());
        }
        try {
            IssuerTokens.Logout logout = tokens.ofLogout(logoutToken);
            refusals.giveBack(source);
            int ended = database.decide(work -> end(work, logout));
            return new LogoutResult.Done(ended);
        } catch (IssuerRefusedException refused) {
            activity.write(ActivityEntry.of(ActivityEvent.LOGIN_REFUSED)
                    .from(remoteAddress)
                    .because("a logout of the issuer was not believed: " + refused.why()));
            return new LogoutResult.Refused();
        } catch (IssuerUnreachableException out) {
            return new LogoutResult.Unreachable(IssuerSignIns.RETRY_AFTER_SECONDS);
        }
    }

    private int end(UnitOfWork work, IssuerTokens.Logout logout) {
        Optional<String> person = logout.subject()
                .flatMap(subject -> work.operators().lockOfIssuer(settings.issuer(), subject))
                .map(Operator::username);
        Stream<SignIn> rows;
        if (logout.session().isPresent()) {
            // Whose it is is asked as well, where the issuer says so
            rows = work.signIns().ofIssuerSession(logout.session().get()).stream()
                    .filter(row -> logout.subject().isEmpty() || person.equals(Optional.of(row.username())));
        } else {
            rows = person.map(work.signIns()::liveOf).orElse(List.of()).stream();
        }
        List<SignIn> live = rows.filter(SignIn::isLive).toList();
        live.forEach(row -> sessions.end(work, row, SessionEnd.ISSUER_LOGOUT, Optional.empty()));
        return live.size();
    }

    /** Where a browser ends its session at the issuer too; empty for a session that came from elsewhere. */
    Optional<URI> addressFor(OperatorSession session) {
        boolean ofIssuer = database.read(work -> work.operators().find(session.username()).stream()
                .anyMatch(account -> account.issuer().equals(Optional.of(settings.issuer()))
                        && work.signIns()
                                .find(session.sessionId())
                                .filter(row -> !row.isOfToken())
                                .isPresent()));
        if (!ofIssuer) {
            return Optional.empty();
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("client_id", settings.clientId());
        parameters.put("post_logout_redirect_uri", settings.base() + "/");
        return documents
                .known()
                .flatMap(IssuerDocuments.Endpoints::endSession)
                .map(address -> IssuerSignIns.with(address, parameters));
    }
}
