package io.borealis.engine.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.borealis.engine.EngineTest;
import io.borealis.engine.Page;
import io.borealis.engine.TestAgent;
import io.borealis.network.HostNetworkException;
import io.borealis.persistence.DatabaseUnavailableException;
import io.borealis.persistence.access.SessionEnd;
import io.borealis.persistence.access.SignIn;
import io.borealis.persistence.activity.Activity;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.TunnelStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OperatorSessionsTest extends EngineTest {
    private static final SessionCheck LIVE = new SessionCheck.Live();
    private static final Duration IDLE = SessionLimits.DEFAULT.idle();
    private static final Duration LIFE = SessionLimits.DEFAULT.longestLife();
    private static final Duration MOMENT = Duration.ofSeconds(5);

    @BeforeEach
    void liveAsLongAsTheProductSays() throws HostNetworkException {
        fixture.sessions = SessionLimits.DEFAULT;
        fixture.restart();
    }

    private OperatorSessions sessions() {
        return fixture.engine.sessions();
    }

    private static SessionCheck over(SessionEnd reason) {
        return new SessionCheck.Over(Optional.of(reason.wireName()));
    }

    private SignIn row(OperatorSession session) {
        return fixture.database
                .read(work -> work.signIns().find(session.sessionId()))
                .orElseThrow();
    }

    private List<String> told(String event) {
        return fixture.database.read(work -> work.activity().newest(100)).stream()
                .filter(row -> row.event().equals(event))
                .map((Activity row) ->
                        row.username().orElse("-") + ", " + row.detail().orElse(""))
                .toList();
    }

    @Test
    void endsWithItsOperatorAndIsNoLongerLive() {
        OperatorSession ada = fixture.operator("ada");
        OperatorSession other = fixture.operator("ada");
        assertThat(sessions().use(ada.sessionId())).isEqualTo(LIVE);

        sessions().signOut(ada);

        assertThat(sessions().use(ada.sessionId())).isEqualTo(over(SessionEnd.SIGNED_OUT));
        assertThat(sessions().isLive(ada.sessionId())).isFalse();
        assertThat(sessions().use(other.sessionId())).isEqualTo(LIVE);
        assertThat(told("session_ended")).containsExactly("ada, session " + ada.sessionId() + " of ada: signed_out");
        sessions().signOut(ada);
        assertThat(told("session_ended")).as("an end is written once").hasSize(1);
    }

    @Test
    void neverWasASessionWithoutASignIn() {
        assertThat(sessions().use("made up")).isEqualTo(new SessionCheck.Over(Optional.empty()));
        assertThat(sessions().isLive("made up")).isFalse();
        sessions().seen("made up");
    }

    @Test
    void endsWhenNobodyWasSeenForTheIdleTime() {
        OperatorSession ada = fixture.operator("ada");
        OperatorSession bob = fixture.operator("bob");
        fixture.clock.advance(IDLE.minus(MOMENT));
        sessions().use(bob.sessionId());
        sessions().sweep();
        assertThat(sessions().isLive(ada.sessionId())).isTrue();

        fixture.clock.advance(MOMENT);
        sessions().sweep();

        assertThat(row(ada).endReason()).contains(SessionEnd.IDLE_TIMEOUT);
        assertThat(row(bob).isLive()).isTrue();
        assertThat(told("session_ended")).containsExactly("-, session " + ada.sessionId() + " of ada: idle_timeout");
    }

    @Test
    void isRefusedAtOnceWhenItIsDueAndNoSweepCame() {
        OperatorSession ada = fixture.operator("ada");
        fixture.clock.advance(IDLE);

        sessions().seen(ada.sessionId());

        assertThat(sessions().isLive(ada.sessionId())).isFalse();
        assertThat(sessions().use(ada.sessionId())).isEqualTo(over(SessionEnd.IDLE_TIMEOUT));
        assertThat(row(ada).endReason()).contains(SessionEnd.IDLE_TIMEOUT);
    }

    @Test
    void endsAtItsLifeLimitWhateverIsDoneInIt() {
        OperatorSession ada = fixture.operator("ada");
        for (Duration passed = Duration.ZERO; passed.compareTo(LIFE.minus(MOMENT)) < 0; ) {
            Duration step = Duration.ofMinutes(20);
            fixture.clock.advance(step);
            passed = passed.plus(step);
            sessions().use(ada.sessionId());
        }

        assertThat(sessions().use(ada.sessionId())).isEqualTo(over(SessionEnd.LIFE_LIMIT));
    }

    @Test
    void endsNeitherEarlyNorLateWhenTheClockIsSet() {
        OperatorSession ada = fixture.operator("ada");
        fixture.clock.step(Duration.ofDays(2));
        assertThat(sessions().use(ada.sessionId())).isEqualTo(LIVE);
        fixture.clock.step(Duration.ofDays(-4));
        fixture.clock.advance(IDLE);
        assertThat(sessions().use(ada.sessionId())).isEqualTo(over(SessionEnd.IDLE_TIMEOUT));
    }

    @Test
    void writesWhenSomebodyWasSeenNowAndThenOnly() {
        OperatorSession ada = fixture.operator("ada");
        Instant begun = row(ada).lastSeenAt();
        fixture.clock.advance(LiveSession.WRITTEN_EVERY.minus(MOMENT));
        sessions().use(ada.sessionId());
        sessions().sweep();
        assertThat(row(ada).lastSeenAt()).isEqualTo(begun);

        fixture.clock.advance(MOMENT);
        sessions().use(ada.sessionId());
        assertThat(row(ada).lastSeenAt()).as("a request writes nothing").isEqualTo(begun);
        sessions().sweep();
        Instant seen = row(ada).lastSeenAt();
        assertThat(seen).isAfterOrEqualTo(begun.plus(LiveSession.WRITTEN_EVERY));

        fixture.clock.advance(MOMENT);
        sessions().use(ada.sessionId());
        sessions().sweep();
        assertThat(row(ada).lastSeenAt()).isEqualTo(seen);
    }

    @Test
    void outlivesARestartWithTheTimeThatIsLeft() throws HostNetworkException {
        OperatorSession ada = fixture.operator("ada");
        OperatorSession bob = fixture.operator("bob");
        sessions().signOut(bob);
        fixture.clock.advance(IDLE.minus(MOMENT));
        fixture.restart();

        assertThat(sessions().isLive(ada.sessionId())).isTrue();
        assertThat(sessions().use(bob.sessionId())).isEqualTo(over(SessionEnd.SIGNED_OUT));
        fixture.clock.advance(MOMENT);
        assertThat(sessions().use(ada.sessionId())).isEqualTo(over(SessionEnd.IDLE_TIMEOUT));
    }

    @Test
    void isEndedByItsOperatorElsewhereAndByAdministratorsOnly() {
        OperatorSession ada = fixture.operator("ada");
        OperatorSession elsewhere = fixture.operator("ada");
        OperatorSession bob = fixture.operator("bob");
        OperatorSession root = fixture.admin("root");

        assertThat(sessions().end(bob, ada.sessionId())).isFalse();
        assertThat(sessions().isLive(ada.sessionId())).isTrue();
        assertThat(sessions().end(elsewhere, ada.sessionId())).isTrue();
        assertThat(sessions().end(root, bob.sessionId())).isTrue();
        assertThat(sessions().end(root, bob.sessionId())).isFalse();
        assertThat(sessions().end(elsewhere, elsewhere.sessionId())).isTrue();

        assertThat(told("session_ended"))
                .containsExactly(
                        "ada, session " + elsewhere.sessionId() + " of ada: signed_out",
                        "root, session " + bob.sessionId() + " of bob: ended_by_administrator",
                        "ada, session " + ada.sessionId() + " of ada: ended_by_operator");
    }

    @Test
    void takesTheTunnelOfItsLastOperatorAndLeavesItToOthers() {
        TestAgent agent = fixture.connectedAgent();
        OperatorSession ada = fixture.operator("ada");
        OperatorSession bob = fixture.operator("bob");
        TunnelId tunnel = openUp(agent, ada);
        broker().open(bob, agent.id());

        sessions().end(fixture.admin("root"), ada.sessionId());
        await().until(() -> status(agent).operators().size() == 1);
        assertThat(status(agent).status()).isEqualTo(TunnelStatus.UP);
        boolean shares = fixture.database.read(
                work -> work.tunnels().lease(tunnel, ada.sessionId()).isPresent());
        assertThat(shares).isFalse();

        fixture.clock.advance(IDLE);
        sessions().sweep();
        awaitStatus(agent, TunnelStatus.DOWN);
        assertThat(told(agent))
                .anyMatch(row -> row.equals("tunnel_left: the operator session ended: ended_by_administrator"))
                .anyMatch(row -> row.startsWith("tunnel_ended: revoked: the operator session ended: idle_timeout;"));
        await().until(() -> fixture.admitted().isEmpty());
    }

    @Test
    void givesNoTunnelToWhoLostItWhileItWasOpened() {
        TestAgent agent = fixture.connectedAgent();
        OperatorSession ada = fixture.operator("ada");
        sessions().signOut(ada);

        // A request that was let in a moment before
        broker().open(ada, agent.id());

        awaitStatus(agent, TunnelStatus.DOWN);
        await().until(() -> fixture.database.read(
                work -> work.tunnels().leasesOf(ada.sessionId()).isEmpty()));
    }

    @Test
    void losesTunnelsThatItLeftBehindWhenTheEngineStartsAgain() throws HostNetworkException {
        TestAgent agent = fixture.connectedAgent();
        OperatorSession ada = fixture.operator("ada");
        openUp(agent, ada);
        // As if the Engine had died between the end of the session and that of its leases
        fixture.database.run(work ->
                work.signIns().find(ada.sessionId()).orElseThrow().end(SessionEnd.SIGNED_OUT, fixture.clock.instant()));
        fixture.restart();

        assertThat(status(agent).status()).isEqualTo(TunnelStatus.DOWN);
    }

    @Test
    void hearsOfAnEndWhoseCommitWasNeverAnswered() {
        OperatorSession ada = fixture.operator("ada");
        fixture.database.run(work ->
                work.signIns().find(ada.sessionId()).orElseThrow().end(SessionEnd.SIGNED_OUT, fixture.clock.instant()));
        assertThat(sessions().isLive(ada.sessionId())).isTrue();

        sessions().pulse();

        assertThat(sessions().isLive(ada.sessionId())).isFalse();
    }

    @Test
    void accountHasNoMoreThanItsShareAndLosesTheLeastUsed() {
        OperatorSession idle = fixture.operator("ada");
        OperatorSession used = fixture.operator("ada");
        fixture.clock.advance(LiveSession.WRITTEN_EVERY);
        sessions().use(used.sessionId());
        sessions().sweep();
        for (int i = 0; i < OperatorSessions.MOST_PER_OPERATOR - 1; i++) {
            fixture.operator("ada");
        }

        assertThat(row(idle).endReason()).contains(SessionEnd.TOO_MANY_SESSIONS);
        assertThat(sessions().isLive(used.sessionId())).isTrue();
        assertThat(told("session_ended"))
                .containsExactly("-, session " + idle.sessionId() + " of ada: too_many_sessions");
    }

    @Test
    void listsOwnSessionsAndThoseOfAllForAdministrators() {
        OperatorSession ada = fixture.operator("ada");
        OperatorSession over = fixture.operator("ada");
        OperatorSession root = fixture.admin("root");
        sessions().signOut(over);

        List<SessionView> own = page(ada, true, false).items();
        assertThat(own).extracting(SessionView::sessionId).containsExactly(ada.sessionId());
        assertThat(own.get(0).current()).isTrue();
        assertThat(own.get(0).userAgent()).contains("test");
        assertThat(own.get(0).remoteAddress()).isEqualTo("192.0.2.7");
        assertThat(page(ada, false, true).items())
                .extracting(SessionView::sessionId)
                .containsExactly(over.sessionId(), ada.sessionId());
        assertThat(page(root, false, false).items())
                .extracting(SessionView::sessionId)
                .containsExactly(root.sessionId());
        assertThat(page(root, true, true).items())
                .filteredOn(view -> view.sessionId().equals(over.sessionId()))
                .extracting(SessionView::endReason)
                .containsExactly(Optional.of("signed_out"));
    }

    private Page<SessionView> page(OperatorSession operator, boolean everybody, boolean ended) {
        return sessions()
                .list(operator, everybody, ended, Optional.empty(), Page.LONGEST)
                .orElseThrow();
    }

    @Test
    void pagesByTheLastSessionOfThePageBefore() {
        for (int i = 0; i <= 3; i++) {
            fixture.operator("operator" + i);
        }
        OperatorSession root = fixture.admin("root");

        Page<SessionView> first =
                sessions().list(root, true, false, Optional.empty(), 3).orElseThrow();
        Optional<String> last = Optional.of(first.items().get(2).sessionId());
        Page<SessionView> second = sessions().list(root, true, false, last, 3).orElseThrow();

        assertThat(first.items()).hasSize(3);
        assertThat(first.more()).isTrue();
        assertThat(second.items()).hasSize(2).doesNotContainAnyElementsOf(first.items());
        assertThat(second.more()).isFalse();
        assertThat(sessions().list(fixture.operator("eve"), false, false, last, 3))
                .as("a session of somebody else is none to go on after")
                .isEmpty();
    }

    @Test
    void forgetsWhatEndedLongAgo() {
        OperatorSession ada = fixture.operator("ada");
        sessions().signOut(ada);
        fixture.clock.advance(OperatorSessions.ENDED_KEPT.minus(MOMENT));
        sessions().pulse();
        assertThat(row(ada).isLive()).isFalse();

        fixture.clock.advance(MOMENT.multipliedBy(2));
        sessions().pulse();

        boolean kept = fixture.database.read(
                work -> work.signIns().find(ada.sessionId()).isPresent());
        assertThat(kept).isFalse();
        assertThat(sessions().use(ada.sessionId())).isEqualTo(new SessionCheck.Over(Optional.empty()));
    }

    @Test
    void tellsAnOutageAndNoEndWhileTheDatabaseIsAway() {
        OperatorSession ada = fixture.operator("ada");
        OperatorSession bob = fixture.operator("bob");
        fixture.clock.advance(IDLE.minus(MOMENT));
        sessions().use(ada.sessionId());
        fixture.clock.advance(MOMENT);
        fixture.served.goAway();

        assertThat(sessions().use(ada.sessionId())).isEqualTo(LIVE);
        assertThatThrownBy(() -> sessions().use(bob.sessionId())).isInstanceOf(DatabaseUnavailableException.class);
        assertThatThrownBy(() -> sessions().use("unknown")).isInstanceOf(DatabaseUnavailableException.class);
    }
}
