package io.borealis.engine.access.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import io.borealis.engine.EngineTest;
import io.borealis.engine.access.AccountResult;
import io.borealis.engine.access.AccountView;
import io.borealis.engine.access.LoginResult;
import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.access.OperatorSessions;
import io.borealis.engine.access.Role;
import io.borealis.engine.access.SessionCheck;
import io.borealis.engine.access.SessionLimits;
import io.borealis.engine.token.AccessTokens;
import io.borealis.network.keys.ProtectedFiles;
import io.borealis.persistence.access.SignIn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IssuerPeopleTest extends EngineTest {
    @TempDir
    Path folder;

    private OperatorSessions sessions() {
        return fixture.engine.sessions();
    }

    private IssuerPeople people(Role... demanding) {
        return new IssuerPeople(
                settings(),
                Set.of(demanding),
                fixture.database,
                fixture.engine.activity(),
                sessions(),
                new AccessTokens(fixture.keys.accessKey()::current, fixture.clock),
                fixture.clock);
    }

    private IssuerSettings settings() {
        Path secret = folder.resolve(UUID.randomUUID().toString());
        try {
            ProtectedFiles.create(secret, "secret".getBytes(StandardCharsets.UTF_8));
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
        Map<String, String> properties = Map.of(
                "borealis.oidc.issuer", "https://idp.example/company",
                "borealis.oidc.client-id", "borealis",
                "borealis.oidc.client-secret-file", secret.toString(),
                "borealis.oidc.base-url", "https://engine.example",
                "borealis.oidc.second-factors", "otp, phr",
                "borealis.oidc.roles", "Admins=admin;Operators=operator");
        return IssuerSettings.from(name -> Optional.ofNullable(properties.get(name)))
                .orElseThrow();
    }

    private IssuerClaims claims(String subject, String name, String... groups) {
        return new IssuerClaims(
                subject,
                Optional.of(name),
                List.of(groups),
                Optional.of("there-" + subject),
                Set.of(),
                Optional.empty(),
                now().plusSeconds(300));
    }

    private IssuerClaims proved(IssuerClaims claims, Instant when) {
        return new IssuerClaims(
                claims.subject(),
                claims.name(),
                claims.groups(),
                claims.session(),
                Set.of("otp"),
                Optional.of(when),
                claims.expires());
    }

    private Instant now() {
        return fixture.clock.instant();
    }

    private static IssuerPeople.Coming browser() {
        return new IssuerPeople.Coming("192.0.2.9", Optional.of("browser"), Optional.empty());
    }

    private static IssuerPeople.Coming script(String hash) {
        return new IssuerPeople.Coming("192.0.2.9", Optional.empty(), Optional.of(hash));
    }

    private List<SignIn> live(String username) {
        return fixture.database.read(work -> work.signIns().liveOf(username));
    }

    private AccountView account(String username) {
        return fixture.engine.accounts().find(username).orElseThrow();
    }

    @Test
    void somebodyIsHisSubjectAndNeverALocalName() {
        IssuerPeople people = people();
        OperatorSession admin = fixture.admin("admin");
        fixture.engine.accounts().create(admin, "kim@idp.example", EnumSet.of(Role.AUDITOR));

        assertThat(people.enter(claims("1", "kim", "Operators"), browser())).isInstanceOf(IssuerResult.Granted.class);
        assertThat(people.enter(claims("2", "max", "Operators"), browser())).isInstanceOf(IssuerResult.Granted.class);
        assertThat(people.enter(claims("2", "renamed", "Operators"), browser()))
                .isInstanceOf(IssuerResult.Granted.class);
        assertThat(people.enter(claims("3", "max", "Operators"), browser())).isInstanceOf(IssuerResult.Granted.class);

        assertThat(account("kim@idp.example").roles()).containsExactly("auditor");
        assertThat(account("kim@idp.example").issuer()).isEmpty();
        assertThat(account("max@idp.example").issuer()).contains("https://idp.example/company");
        assertThat(live("max@idp.example")).hasSize(2);
        assertThat(live("kim@idp.example")).isEmpty();
        assertThat(fixture.engine.operators().login("max@idp.example", "none", "192.0.2.9"))
                .isEqualTo(new LoginResult.Refused());
    }

    @Test
    void groupsAloneGiveRolesAndARoleThatIsGoneEndsWhatItDid() {
        IssuerPeople people = people();
        assertThat(people.enter(claims("1", "kim", "agent", "Kitchen"), browser()))
                .isEqualTo(new IssuerResult.NoRole());
        assertThat(fixture.engine.accounts().find("kim@idp.example")).isEmpty();

        people.enter(claims("1", "kim", "Admins", "Operators"), browser());
        assertThat(account("kim@idp.example").roles()).containsExactly("admin", "operator");
        String first = live("kim@idp.example").get(0).id();
        people.enter(claims("1", "kim", "Operators"), browser());

        assertThat(account("kim@idp.example").roles()).containsExactly("operator");
        assertThat(sessions().use(first)).isEqualTo(new SessionCheck.Over(Optional.of("role_taken")));
        assertThat(live("kim@idp.example")).hasSize(1);
    }

    @Test
    void administratorsDisableThemAndTheirRolesAreTheIssuers() {
        IssuerPeople people = people();
        OperatorSession admin = fixture.admin("admin");
        people.enter(claims("1", "kim", "Admins"), browser());

        assertThat(fixture.engine
                        .accounts()
                        .setRoles(admin, "kim@idp.example", EnumSet.of(Role.AUDITOR), Optional.empty()))
                .isEqualTo(new AccountResult.OfIssuer());
        assertThat(fixture.engine.accounts().resetPassword(admin, "kim@idp.example", Optional.empty()))
                .isEqualTo(new AccountResult.OfIssuer());
        assertThat(fixture.engine.accounts().setDisabled(admin, "admin", true, Optional.empty()))
                .as("an administrator of the issuer may be gone with it")
                .isEqualTo(new AccountResult.LastAdministrator());
        assertThat(fixture.engine.accounts().setDisabled(admin, "kim@idp.example", true, Optional.empty()))
                .isInstanceOf(AccountResult.Done.class);
        assertThat(live("kim@idp.example")).isEmpty();
        assertThat(people.enter(claims("1", "kim", "Admins"), browser())).isEqualTo(new IssuerResult.Disabled());
    }

    @Test
    void aRoleThatDemandsASecondFactorWantsTheIssuersWord() throws Exception {
        fixture.secondFactorRoles = Set.of(Role.ADMIN);
        fixture.restart();
        IssuerPeople people = people(Role.ADMIN);
        IssuerClaims plain = claims("1", "kim", "Admins");
        assertThat(people.enter(plain, browser())).isEqualTo(new IssuerResult.SecondFactorRequired());
        assertThat(people.enter(plain, script("a"))).isEqualTo(new IssuerResult.SecondFactorRequired());
        assertThat(people.enter(claims("2", "max", "Operators"), browser())).isInstanceOf(IssuerResult.Granted.class);

        assertThat(people.enter(proved(plain, now().minusSeconds(600)), browser()))
                .isInstanceOf(IssuerResult.Granted.class);
        SignIn old = live("kim@idp.example").get(0);
        assertThat(sessions().isLive(old.id())).isTrue();
        fixture.clock.advance(Duration.ofSeconds(1));
        assertThat(people.enter(proved(plain, now()), browser())).isInstanceOf(IssuerResult.Granted.class);
        SignIn fresh = live("kim@idp.example").stream()
                .filter(row -> !row.id().equals(old.id()))
                .findFirst()
                .orElseThrow();
        assertThat(mustStepUp(old)).as("proved ten minutes ago there").isTrue();
        assertThat(mustStepUp(fresh)).as("proved just now there").isFalse();
    }

    private boolean mustStepUp(SignIn row) {
        return fixture.engine
                .secondFactors()
                .mustStepUp(new OperatorSession(row.id(), row.username(), Set.of(Role.ADMIN), "192.0.2.9"));
    }

    @Test
    void aTokenIsOneSessionUntilItEndsAndNeverAnother() throws Exception {
        fixture.sessions = new SessionLimits(Duration.ofHours(1), Duration.ofHours(1));
        fixture.restart();
        IssuerPeople people = people();
        IssuerClaims kim = claims("1", "kim", "Operators");
        people.enter(kim, script("a"));
        people.enter(kim, script("a"));
        people.enter(kim, script("b"));
        assertThat(live("kim@idp.example")).hasSize(2);
        SignIn first =
                fixture.database.read(work -> work.signIns().ofToken("a")).orElseThrow();

        sessions().signOut(new OperatorSession(first.id(), "kim@idp.example", Set.of(Role.OPERATOR), "192.0.2.9"));
        assertThat(people.enter(kim, script("a"))).isInstanceOf(IssuerResult.Granted.class);
        assertThat(sessions().use(first.id())).isEqualTo(new SessionCheck.Over(Optional.of("signed_out")));
        assertThat(live("kim@idp.example")).hasSize(1);

        String second = live("kim@idp.example").get(0).id();
        fixture.clock.advance(Duration.ofSeconds(60));
        assertThat(sessions().use(second)).isEqualTo(new SessionCheck.Live());
        fixture.clock.advance(Duration.ofSeconds(300));
        assertThat(sessions().use(second)).isEqualTo(new SessionCheck.Over(Optional.of("life_limit")));
    }
}
