package io.borealis.engine.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.borealis.engine.EngineTest;
import io.borealis.engine.access.OwnPassword.Result;
import io.borealis.persistence.access.SessionEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OwnPasswordTest extends EngineTest {
    private static final String GOOD = "seven green umbrellas";

    private String initial() throws IOException {
        return Files.readString(fixture.home.initialPassword()).strip();
    }

    private Result change(OperatorSession who, String old, String wanted) {
        return fixture.engine.ownPassword().change(who, old, wanted);
    }

    private OperatorSession signedIn(String password) {
        LoginResult.Granted granted =
                (LoginResult.Granted) fixture.engine.operators().login("admin", password, "192.0.2.7");
        String id = fixture.database.read(work -> work.signIns().liveOf("admin")).stream()
                .reduce((first, last) -> last)
                .orElseThrow()
                .id();
        return new OperatorSession(id, "admin", granted.roles(), "192.0.2.7");
    }

    @Test
    void givesAnObligedSessionAllThatAnyOtherMay() throws Exception {
        String initial = initial();
        OperatorSession session = signedIn(initial);
        OperatorSessions sessions = fixture.engine.sessions();
        assertThat(sessions.use(session.sessionId())).isEqualTo(new SessionCheck.Obliged(Duty.CHANGE_PASSWORD));
        fixture.restart();
        sessions = fixture.engine.sessions();
        assertThat(sessions.use(session.sessionId()))
                .as("what must be done is not forgotten by a restart")
                .isEqualTo(new SessionCheck.Obliged(Duty.CHANGE_PASSWORD));

        assertThat(change(session, initial, GOOD)).isEqualTo(new Result.Done());

        assertThat(sessions.use(session.sessionId())).isEqualTo(new SessionCheck.Live());
        assertThat(Files.exists(fixture.home.initialPassword()))
                .as("a file that tells an old password")
                .isFalse();
        assertThat(fixture.engine.operators().login("admin", initial, "192.0.2.8"))
                .isEqualTo(new LoginResult.Refused());
        LoginResult.Granted again =
                (LoginResult.Granted) fixture.engine.operators().login("admin", GOOD, "192.0.2.8");
        assertThat(again.duty()).isEmpty();
        assertThat(fixture.home.log()).content().contains("password_changed").doesNotContain(GOOD, initial);
    }

    @Test
    void endsAllSessionsButTheOneThatAsks() throws IOException {
        OperatorSession asking = fixture.admin("admin");
        OperatorSession other = fixture.admin("admin");
        OperatorSession stranger = fixture.admin("ada");

        change(asking, initial(), GOOD);

        OperatorSessions sessions = fixture.engine.sessions();
        assertThat(sessions.isLive(asking.sessionId())).isTrue();
        assertThat(sessions.isLive(stranger.sessionId())).isTrue();
        assertThat(sessions.use(other.sessionId()))
                .isEqualTo(new SessionCheck.Over(Optional.of(SessionEnd.PASSWORD_CHANGED.wireName())));
    }

    @Test
    void refusesWhatTheRulesRefuseAndWhoDoesNotKnowTheOldOne() throws IOException {
        OperatorSession session = fixture.admin("admin");
        assertThat(change(session, initial(), "eleven char")).isEqualTo(new Result.Weak(PasswordRules.Fault.TOO_SHORT));
        assertThat(change(session, initial(), "x".repeat(1025)))
                .isEqualTo(new Result.Weak(PasswordRules.Fault.TOO_LONG));
        assertThat(change(session, initial(), initial()))
                .isEqualTo(new Result.Weak(PasswordRules.Fault.IS_THE_OLD_ONE));
        assertThat(change(session, "wrong", GOOD)).isEqualTo(new Result.Wrong());
        assertThat(change(session, "x".repeat(2000), GOOD)).isEqualTo(new Result.Wrong());
        assertThat(change(fixture.admin("nobody"), "x", GOOD)).isEqualTo(new Result.NoAccount());
        assertThat(fixture.home.initialPassword()).exists();
        assertThat(fixture.home.log()).content().contains("password_change_refused");
    }

    @Test
    void boundsTriesWithoutKeepingTheOwnerOut() throws IOException {
        OperatorSession stolen = fixture.admin("admin");
        for (int i = 0; i < 10; i++) {
            assertThat(change(stolen, "guess " + i, GOOD)).isEqualTo(new Result.Wrong());
        }
        assertThat(change(stolen, initial(), GOOD)).isEqualTo(new Result.TooMany(30));
        assertThat(fixture.engine.operators().login("admin", initial(), "192.0.2.7"))
                .isInstanceOf(LoginResult.Granted.class);
        fixture.clock.advance(Duration.ofSeconds(31));
        assertThat(change(stolen, initial(), GOOD)).isEqualTo(new Result.Done());
    }

    @Test
    void endedSessionChangesNothing() throws IOException {
        OperatorSession session = fixture.admin("admin");
        fixture.engine.sessions().signOut(session);
        assertThat(change(session, initial(), GOOD)).isInstanceOf(Result.SessionOver.class);
    }
}
