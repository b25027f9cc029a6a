package io.borealis.engine.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.borealis.engine.EngineTest;
import io.borealis.engine.access.request.RequestResult;
import io.borealis.engine.device.SiteResult;
import io.borealis.engine.token.rotation.KeyName;
import io.borealis.engine.token.rotation.KeyRotation;
import io.borealis.persistence.access.SecondFactor;
import io.borealis.persistence.access.SignIn;
import io.borealis.persistence.device.Site;
import io.borealis.protocol.access.PortRule;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SecondFactorsTest extends EngineTest {
    private static final String PASSWORD = "seven green umbrellas";
    private static final SecondFactorResult DONE = new SecondFactorResult.Done();
    private static final SecondFactorResult WRONG = new SecondFactorResult.WrongCode();
    private static final LoginResult REFUSED = new LoginResult.CodeRefused();
    private static final Duration STEP = Duration.ofSeconds(30);

    private OperatorSession ada;
    private byte[] secret = new byte[0];

    @BeforeEach
    void makeAnAccount() {
        fixture.engine.accounts().createFirst("ada", PASSWORD, EnumSet.of(Role.OPERATOR), false);
        ada = fixture.operator("ada");
    }

    private SecondFactors factors() {
        return fixture.engine.secondFactors();
    }

    /** Sets one up; its first code is used then. */
    private List<String> setUp() {
        assertThat(factors().begin(ada)).isInstanceOf(SecondFactorResult.Begun.class);
        knowSecret();
        SecondFactorResult result = factors().confirm(ada, code(0));
        assertThat(result).isInstanceOf(SecondFactorResult.Confirmed.class);
        return ((SecondFactorResult.Confirmed) result).recoveryCodes();
    }

    private void knowSecret() {
        secret = fixture.keys
                .secondFactorSeal()
                .current()
                .open("ada", stored().sealedSecret())
                .orElseThrow();
    }

    private SecondFactor stored() {
        return fixture.database
                .read(work -> work.operators().secondFactor("ada"))
                .orElseThrow();
    }

    private String code(int stepsAway) {
        return Totp.code(secret, Totp.stepAt(fixture.clock.instant()) + stepsAway);
    }

    private LoginResult login(String password, String code) {
        return fixture.engine
                .operators()
                .login("ada", password, Optional.of(code), "192.0.2.7", Optional.empty(), Optional.empty());
    }

    @Test
    void countsOnceAFirstCodeConfirmedIt() {
        SecondFactorResult.Begun begun = (SecondFactorResult.Begun) factors().begin(ada);
        assertThat(begun.toString()).doesNotContain(begun.secret());
        knowSecret();
        assertThat(Totp.base32(secret)).isEqualTo(begun.secret());
        assertThat(begun.uri()).contains("secret=" + begun.secret(), "Borealis:ada");
        assertThat(stored().sealedSecret()).doesNotContain(begun.secret());
        assertThat(fixture.engine.operators().login("ada", PASSWORD, "192.0.2.7"))
                .as("nothing asks for one that was only begun")
                .isInstanceOf(LoginResult.Granted.class);
        assertThat(factors().confirm(ada, "000000")).isEqualTo(WRONG);

        assertThat(factors().confirm(ada, code(0))).isInstanceOf(SecondFactorResult.Confirmed.class);
        assertThat(factors().begin(ada)).isEqualTo(new SecondFactorResult.AlreadySet());
        assertThat(factors().confirm(ada, code(1))).isEqualTo(new SecondFactorResult.AlreadySet());
        assertThat(fixture.engine.accounts().find("ada").orElseThrow().secondFactor())
                .isTrue();
        assertThat(fixture.home.log())
                .content()
                .contains("second_factor_set", "second_factor_refused")
                .doesNotContain(begun.secret());
    }

    @Test
    void secretThatWasBegunAnewReplacesTheOneBefore() {
        factors().begin(ada);
        knowSecret();
        String old = code(0);
        factors().begin(ada);
        assertThat(factors().confirm(ada, old)).isEqualTo(WRONG);
    }

    @Test
    void isAskedForAtASignInAndTellsStrangersNothing() {
        setUp();
        fixture.clock.advance(STEP.multipliedBy(2));
        assertThat(fixture.engine.operators().login("ada", PASSWORD, "192.0.2.7"))
                .isEqualTo(new LoginResult.CodeRequired());
        assertThat(fixture.engine.operators().login("ada", "wrong", "192.0.2.7"))
                .isEqualTo(new LoginResult.Refused());
        assertThat(login("wrong", code(0))).isEqualTo(new LoginResult.Refused());
        assertThat(login(PASSWORD, "000000")).isEqualTo(REFUSED);
        assertThat(login(PASSWORD, code(0))).isInstanceOf(LoginResult.Granted.class);
    }

    @Test
    void takesAStepBeforeAndAfterButNoneTwice() {
        setUp();
        fixture.clock.advance(STEP.multipliedBy(10));
        assertThat(login(PASSWORD, code(-2))).as("60 s old").isEqualTo(REFUSED);
        assertThat(login(PASSWORD, code(2))).as("60 s early").isEqualTo(REFUSED);
        assertThat(login(PASSWORD, code(-1))).isInstanceOf(LoginResult.Granted.class);
        assertThat(login(PASSWORD, code(-1))).as("used").isEqualTo(REFUSED);
        assertThat(login(PASSWORD, code(1))).isInstanceOf(LoginResult.Granted.class);
        assertThat(login(PASSWORD, code(0))).as("older than one that was used").isEqualTo(REFUSED);
    }

    @Test
    void takesEachRecoveryCodeOnce() {
        List<String> codes = setUp();
        assertThat(codes).hasSize(10).doesNotHaveDuplicates().allMatch(text -> text.matches("([A-Z2-7]{4}-?){3}"));
        String typed = codes.get(3).toLowerCase(java.util.Locale.ROOT).replace('-', ' ');
        assertThat(login(PASSWORD, typed)).isInstanceOf(LoginResult.Granted.class);
        assertThat(login(PASSWORD, codes.get(3))).isEqualTo(REFUSED);
        assertThat(login(PASSWORD, codes.get(4))).isInstanceOf(LoginResult.Granted.class);
        assertThat(stored().recoveryHashes()).hasSize(8).doesNotContainAnyElementsOf(codes);
        assertThat(fixture.home.log()).content().contains("recovery_code_used").doesNotContain(codes);
    }

    @Test
    void boundsWrongCodesFromWhereverTheyCome() {
        setUp();
        fixture.clock.advance(STEP.multipliedBy(2));
        for (int i = 0; i < 10; i++) {
            assertThat(fixture.engine
                            .operators()
                            .login(
                                    "ada",
                                    PASSWORD,
                                    Optional.of("000000"),
                                    "192.0.2." + i,
                                    Optional.empty(),
                                    Optional.empty()))
                    .isEqualTo(REFUSED);
        }
        assertThat(login(PASSWORD, code(0))).isEqualTo(new LoginResult.TooMany(30));
        assertThat(factors().stepUp(ada, code(0))).isEqualTo(new SecondFactorResult.TooMany(30));
        assertThat(factors().begin(ada)).isEqualTo(new SecondFactorResult.AlreadySet());
        assertThat(factors().confirm(ada, "1")).as("forgives nothing").isInstanceOf(SecondFactorResult.TooMany.class);
        fixture.clock.advance(Duration.ofSeconds(31));
        assertThat(login(PASSWORD, code(0))).isInstanceOf(LoginResult.Granted.class);
    }

    @Test
    void isRemovedByACodeOrByAnAdministrator() {
        setUp();
        fixture.clock.advance(STEP.multipliedBy(2));
        assertThat(factors().remove(ada, "000000")).isEqualTo(WRONG);
        assertThat(factors().remove(ada, code(0))).isEqualTo(DONE);
        assertThat(factors().remove(ada, code(1))).isEqualTo(new SecondFactorResult.NotSet());
        assertThat(fixture.engine.operators().login("ada", PASSWORD, "192.0.2.7"))
                .isInstanceOf(LoginResult.Granted.class);

        setUp();
        OperatorSession admin = fixture.admin("admin");
        assertThat(fixture.engine.accounts().resetSecondFactor(admin, "admin", Optional.empty()))
                .isEqualTo(new AccountResult.Own());
        assertThat(fixture.engine.accounts().resetSecondFactor(admin, "ada", Optional.of("lost phone")))
                .isInstanceOf(AccountResult.Done.class);
        assertThat(fixture.engine.operators().login("ada", PASSWORD, "192.0.2.7"))
                .isInstanceOf(LoginResult.Granted.class);
        assertThat(fixture.home.log()).content().contains("second_factor_reset", "lost phone");
    }

    @Test
    void whatIsDangerousWaitsForAProofOfTheLastFiveMinutes() throws Exception {
        assertThat(factors().mustStepUp(ada)).as("who has no second factor").isFalse();
        assertThat(factors().stepUp(ada, "000000")).isEqualTo(new SecondFactorResult.NotSet());
        setUp();
        assertThat(factors().mustStepUp(ada)).as("just confirmed").isFalse();
        OperatorSession other = fixture.operator("ada");
        assertThat(factors().mustStepUp(other)).as("another session").isTrue();
        fixture.clock.advance(SecondFactors.PROOF_LASTS);
        assertThat(factors().mustStepUp(ada)).isTrue();

        String code = code(0);
        assertThat(factors().stepUp(ada, code)).isEqualTo(DONE);
        assertThat(factors().mustStepUp(ada)).isFalse();
        assertThat(factors().mustStepUp(other)).isTrue();
        assertThat(factors().stepUp(other, code)).as("a used code").isEqualTo(WRONG);
        fixture.clock.advance(SecondFactors.PROOF_LASTS.minusSeconds(1));
        assertThat(factors().mustStepUp(ada)).isFalse();
        fixture.restart();
        assertThat(factors().mustStepUp(ada)).as("after a restart").isTrue();
    }

    @Test
    void signInWithACodeIsAProof() {
        setUp();
        fixture.clock.advance(STEP.multipliedBy(20));
        login(PASSWORD, code(0));
        String id = fixture.database.read(work -> work.signIns().liveOf("ada")).stream()
                .map(SignIn::id)
                .filter(session -> !session.equals(ada.sessionId()))
                .findFirst()
                .orElseThrow();
        assertThat(factors().mustStepUp(new OperatorSession(id, "ada", Set.of(Role.OPERATOR), "192.0.2.7")))
                .isFalse();
    }

    @Test
    void knowsWhichListsOfPortsAreAsGoodAsAll() {
        assertThat(PortCeiling.openAlmostAll(List.of())).isFalse();
        assertThat(PortCeiling.openAlmostAll(List.of(PortRule.tcp(22), PortRule.parse("udp/1-32767"))))
                .isFalse();
        assertThat(PortCeiling.openAlmostAll(List.of(PortRule.parse("tcp/1-65535"))))
                .isTrue();
        assertThat(PortCeiling.openAlmostAll(List.of(PortRule.parse("udp/1-20000"), PortRule.parse("udp/30000-50000"))))
                .isTrue();
        assertThat(PortCeiling.openAlmostAll(List.of(PortRule.parse("udp/1-20000"), PortRule.parse("tcp/1-20000"))))
                .isFalse();
        assertThat(PortCeiling.openAlmostAll(List.of(PortRule.parse("tcp/1-20000"), PortRule.parse("tcp/1-20001"))))
                .as("what is counted once")
                .isFalse();
    }

    @Test
    void roleThatDemandsOneLetsNothingElseBeDone() throws Exception {
        fixture.secondFactorRoles = Set.of(Role.OPERATOR);
        fixture.restart();
        LoginResult.Granted granted =
                (LoginResult.Granted) fixture.engine.operators().login("ada", PASSWORD, "192.0.2.7");
        assertThat(granted.duty()).contains(Duty.SET_SECOND_FACTOR);
        String id = fixture.database.read(work -> work.signIns().liveOf("ada")).stream()
                .filter(row -> row.duty().isPresent())
                .findFirst()
                .orElseThrow()
                .id();
        OperatorSessions sessions = fixture.engine.sessions();
        assertThat(sessions.use(id)).isEqualTo(new SessionCheck.Obliged(Duty.SET_SECOND_FACTOR));
        ada = new OperatorSession(id, "ada", granted.roles(), "192.0.2.7");
        setUp();
        assertThat(sessions.use(id)).isEqualTo(new SessionCheck.Live());
        fixture.clock.advance(STEP.multipliedBy(2));
        assertThat(((LoginResult.Granted) login(PASSWORD, code(0))).duty()).isEmpty();
        assertThat(factors().remove(ada, code(1))).isEqualTo(DONE);
        assertThat(sessions.use(id)).isEqualTo(new SessionCheck.Obliged(Duty.SET_SECOND_FACTOR));
    }

    @Test
    void anotherKeyOfTheEngineOpensNothing() {
        setUp();
        String sealed = stored().sealedSecret();
        assertThat(fixture.keys.secondFactorSeal().current().open("bob", sealed))
                .as("sealed for another account")
                .isEmpty();
        assertThat(fixture.keys.secondFactorSeal().current().open("ada", sealed.substring(4)))
                .isEmpty();
        assertThat(fixture.keys.secondFactorSeal().current().open("ada", "no base64"))
                .isEmpty();
        assertThat(fixture.keys.secondFactorSeal().current().toString()).isEqualTo("SecondFactorSeal[redacted]");
    }

    @Test
    void aChangedKeyCostsNobodyHisAuthenticatorAndRecoveryCodesOnlyWhenTheOverlapEnds() {
        List<String> recovery = setUp();
        String before = stored().sealedSecret();
        KeyRotation rotation = fixture.engine.keyRotation();

        rotation.rotate(ada, KeyName.SECOND_FACTOR);

        assertThat(stored().sealedSecret()).isNotEqualTo(before);
        fixture.clock.advance(STEP.multipliedBy(2));
        assertThat(login(PASSWORD, code(0))).isInstanceOf(LoginResult.Granted.class);
        assertThat(login(PASSWORD, recovery.get(0))).isInstanceOf(LoginResult.Granted.class);

        rotation.endOverlap(ada, KeyName.SECOND_FACTOR);

        assertThat(login(PASSWORD, recovery.get(1))).isNotInstanceOf(LoginResult.Granted.class);
        fixture.clock.advance(STEP.multipliedBy(2));
        assertThat(login(PASSWORD, code(0))).isInstanceOf(LoginResult.Granted.class);
    }

    @Test
    void takesThePasswordOfWhoeverSetsUpAFirstOne() {
        OwnPassword own = fixture.engine.ownPassword();
        assertThat(own.beginSecondFactor(ada, "not mine"))
                .isEqualTo(new SecondFactorResult.NotProved(new OwnPassword.Result.Wrong()));
        Optional<SecondFactor> begun =
                fixture.database.read(work -> work.operators().secondFactor("ada"));
        assertThat(begun).isEmpty();
        assertThat(own.beginSecondFactor(ada, PASSWORD)).isInstanceOf(SecondFactorResult.Begun.class);
        for (int tries = 0; tries < 10; tries++) {
            own.beginSecondFactor(ada, "not mine");
        }
        assertThat(own.beginSecondFactor(ada, PASSWORD))
                .isEqualTo(new SecondFactorResult.NotProved(new OwnPassword.Result.TooMany(30)));
    }

    @Test
    void aNewDemandReachesSessionsThatLive() throws Exception {
        OperatorSession other = fixture.operator("ada");
        OperatorSession boss = fixture.admin("boss");
        fixture.secondFactorRoles = Set.of(Role.OPERATOR);
        fixture.restart();
        SessionCheck obliged = new SessionCheck.Obliged(Duty.SET_SECOND_FACTOR);
        assertThat(fixture.engine.sessions().use(ada.sessionId())).isEqualTo(obliged);
        assertThat(fixture.engine.sessions().use(other.sessionId())).isEqualTo(obliged);
        assertThat(fixture.engine.sessions().use(boss.sessionId())).isEqualTo(new SessionCheck.Live());
        setUp();
        assertThat(fixture.engine.sessions().use(ada.sessionId())).isEqualTo(new SessionCheck.Live());
        fixture.restart();
        assertThat(fixture.engine.sessions().use(other.sessionId()))
                .as("the account has one by now")
                .isEqualTo(new SessionCheck.Live());
    }

    @Test
    void settlingAccountsScopesAndSitesWaitsForAProofWhoeverCalls() {
        setUp();
        OperatorSession boss =
                new OperatorSession(fixture.operator("ada").sessionId(), "ada", Set.of(Role.ADMIN), "192.0.2.7");
        Optional<String> why = Optional.empty();
        Accounts accounts = fixture.engine.accounts();
        accounts.createFirst("bob", PASSWORD, EnumSet.of(Role.OPERATOR), false);
        AccountResult first = new AccountResult.StepUpRequired();
        assertThat(accounts.create(boss, "eve", EnumSet.of(Role.ADMIN))).isEqualTo(first);
        assertThat(accounts.setRoles(boss, "bob", EnumSet.of(Role.ADMIN), why)).isEqualTo(first);
        assertThat(accounts.setDisabled(boss, "bob", true, why)).isEqualTo(first);
        assertThat(accounts.resetPassword(boss, "bob", why)).isEqualTo(first);
        assertThat(accounts.resetSecondFactor(boss, "bob", why)).isEqualTo(first);

        Scopes scopes = fixture.engine.scopes();
        assertThat(scopes.set(boss, "bob", new WantedScope(false, Set.of(), Set.of("pos")), why))
                .as("less than before")
                .isInstanceOf(ScopeResult.Done.class);
        ScopeResult wider = new ScopeResult.StepUpRequired();
        assertThat(scopes.set(boss, "bob", new WantedScope(true, Set.of(), Set.of()), why))
                .isEqualTo(wider);
        assertThat(scopes.set(boss, "bob", new WantedScope(false, Set.of(), Set.of("pos", "x")), why))
                .isEqualTo(wider);

        SiteResult higher = new SiteResult.StepUpRequired();
        Optional<List<PortRule>> ssh = Optional.of(List.of(PortRule.tcp(22)));
        assertThat(fixture.engine.siteCeilings().set(boss, Site.DEFAULT, ssh, why))
                .isInstanceOf(SiteResult.Done.class);
        assertThat(fixture.engine.siteCeilings().set(boss, Site.DEFAULT, Optional.empty(), why))
                .isEqualTo(higher);
        assertThat(fixture.engine
                        .siteCeilings()
                        .set(boss, Site.DEFAULT, Optional.of(List.of(PortRule.tcp(22), PortRule.tcp(24))), why))
                .isEqualTo(higher);
        assertThat(fixture.engine.siteApprovals().set(boss, Site.DEFAULT, true, false, why))
                .isInstanceOf(SiteResult.Done.class);
        assertThat(fixture.engine.siteApprovals().set(boss, Site.DEFAULT, false, false, why))
                .isEqualTo(higher);
        assertThat(fixture.engine.siteApprovals().set(boss, Site.DEFAULT, true, true, why))
                .isEqualTo(higher);
        assertThat(fixture.engine.requests().approve(boss, UUID.randomUUID(), why))
                .isEqualTo(new RequestResult.StepUpRequired());

        fixture.clock.advance(STEP.multipliedBy(2));
        assertThat(factors().stepUp(boss, code(0))).isEqualTo(DONE);
        assertThat(accounts.setDisabled(boss, "bob", true, why)).isInstanceOf(AccountResult.Done.class);
        assertThat(fixture.engine.siteCeilings().set(boss, Site.DEFAULT, Optional.empty(), why))
                .isInstanceOf(SiteResult.Done.class);
    }
}
