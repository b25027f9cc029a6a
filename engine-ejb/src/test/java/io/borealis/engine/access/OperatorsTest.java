package io.borealis.engine.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borealis.engine.EngineTest;
import io.borealis.engine.TestAgent;
import io.borealis.engine.token.AccessTokens;
import io.borealis.network.keys.ProtectedFiles;
import io.borealis.persistence.LocalDatabase;
import io.borealis.persistence.activity.Activity;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.control.ToAgent;
import io.borealis.protocol.device.DeviceId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.junit.jupiter.api.Test;

class OperatorsTest extends EngineTest {
    private Operators operators() {
        return fixture.engine.operators();
    }

    private String initialPassword() throws IOException {
        return Files.readString(fixture.home.initialPassword()).trim();
    }

    @Test
    void makesOneAdministratorWithARandomPasswordWhenThereIsNobody() throws Exception {
        LoginResult result = operators().login("admin", initialPassword(), "192.0.2.7");

        assertThat(result).isInstanceOf(LoginResult.Granted.class);
        LoginResult.Granted granted = (LoginResult.Granted) result;
        assertThat(granted.roles()).isEqualTo(EnumSet.of(Role.ADMIN));
        assertThat(granted.duty()).contains(Duty.CHANGE_PASSWORD);
        assertThat(granted.expiresIn())
                .isEqualTo((int) fixture.sessions.longestLife().toSeconds());
        assertThat(granted.toString()).doesNotContain(granted.accessToken());
        JwtClaims claims = claims(granted.accessToken());
        assertThat(claims.getIssuer()).isEqualTo("borealis-engine");
        assertThat(claims.getStringClaimValue("upn")).isEqualTo("admin");
        assertThat(claims.getStringListClaimValue("groups")).containsExactly("admin");
        assertThat(claims.getStringClaimValue(AccessTokens.SESSION_CLAIM)).isNotBlank();
    }

    private JwtClaims claims(String token) throws InvalidJwtException, MalformedClaimException {
        return new JwtConsumerBuilder()
                .setVerificationKey(fixture.keys.accessKey().current().publicKey())
                .setJwsAlgorithmConstraints(AlgorithmConstraints.ConstraintType.PERMIT, "EdDSA")
                .setExpectedAudience("borealis-api")
                .setRequireExpirationTime()
                .build()
                .processToClaims(token);
    }

    @Test
    void givesEachLoginASessionOfItsOwn() throws Exception {
        String first = ((LoginResult.Granted) operators().login("admin", initialPassword(), "a")).accessToken();
        String second = ((LoginResult.Granted) operators().login("admin", initialPassword(), "a")).accessToken();

        assertThat(claims(first).getStringClaimValue("sid"))
                .isNotEqualTo(claims(second).getStringClaimValue("sid"));
    }

    @Test
    void refusesWrongUnknownDisabledAndOversized() throws IOException {
        fixture.engine.accounts().createFirst("old", "a password long enough", EnumSet.of(Role.OPERATOR), false);
        fixture.database.run(work -> work.operators().find("old").orElseThrow().disable());

        assertThat(operators().login("admin", "wrong", "a")).isEqualTo(new LoginResult.Refused());
        assertThat(operators().login("nobody", initialPassword(), "a")).isEqualTo(new LoginResult.Refused());
        assertThat(operators().login("old", "a password long enough", "a")).isEqualTo(new LoginResult.Refused());
        assertThat(operators().login("x".repeat(10_000), "y", "a")).isEqualTo(new LoginResult.Refused());
        assertThat(operators().login("admin", "y".repeat(10_000), "a")).isEqualTo(new LoginResult.Refused());
        assertThat(fixture.home.log())
                .content()
                .contains("login_refused operator=\"nobody\"")
                .contains("account disabled")
                .doesNotContain(initialPassword());
    }

    @Test
    void slowsDownGuessingFromOneAddress() throws IOException {
        guess(10, "192.0.2.9");
        assertThat(operators().login("admin", initialPassword(), "192.0.2.9")).isEqualTo(new LoginResult.TooMany(30));
        fixture.clock.advance(Duration.ofSeconds(31));
        assertThat(operators().login("admin", initialPassword(), "192.0.2.9")).isInstanceOf(LoginResult.Granted.class);
    }

    @Test
    void nobodyLocksANameForOthers() throws IOException {
        guess(10, "192.0.2.9");
        assertThat(operators().login("admin", initialPassword(), "192.0.2.8")).isInstanceOf(LoginResult.Granted.class);
    }

    @Test
    void nameThatManyGuessAtIsSlowedDownByAWaitThatEnds() throws IOException {
        guess(10, "192.0.2.1");
        guess(10, "192.0.2.2");
        assertThat(operators().login("admin", initialPassword(), "192.0.2.8"))
                .isEqualTo(new LoginResult.TooMany((int) LoginThrottle.SLOWED.toSeconds()));
        fixture.clock.advance(LoginThrottle.SLOWED);
        guess(3, "192.0.2.3");
        assertThat(operators().login("admin", initialPassword(), "192.0.2.8")).isInstanceOf(LoginResult.Granted.class);
    }

    @Test
    void knownDeviceIsNotSlowedDownByStrangers() throws IOException {
        String mark = ((LoginResult.Granted) operators().login("admin", initialPassword(), "192.0.2.8")).deviceMark();
        guess(30, "192.0.2.8");
        assertThat(operators().login("admin", initialPassword(), "192.0.2.8")).isInstanceOf(LoginResult.TooMany.class);
        assertThat(operators().login("admin", initialPassword(), "192.0.2.8", Optional.empty(), Optional.of(mark)))
                .isInstanceOf(LoginResult.Granted.class);
    }

    @Test
    void markOfADeviceIsNoPasswordAndGoodForOneNameOnly() throws IOException {
        String mark = ((LoginResult.Granted) operators().login("admin", initialPassword(), "192.0.2.8")).deviceMark();
        for (int i = 0; i < 10; i++) {
            assertThat(operators().login("admin", "guess", "192.0.2.1", Optional.empty(), Optional.of(mark)))
                    .isEqualTo(new LoginResult.Refused());
        }
        assertThat(operators().login("admin", "guess", "192.0.2.1", Optional.empty(), Optional.of(mark)))
                .isEqualTo(new LoginResult.TooMany(30));

        guess(10, "192.0.2.2");
        String forged = mark.substring(0, mark.length() - 1) + (mark.endsWith("A") ? "B" : "A");
        assertThat(operators().login("admin", initialPassword(), "192.0.2.2", Optional.empty(), Optional.of(forged)))
                .isInstanceOf(LoginResult.TooMany.class);
        for (int i = 0; i < 10; i++) {
            operators().login("somebody else", "guess", "192.0.2.3", Optional.empty(), Optional.of(mark));
        }
        assertThat(operators().login("somebody else", "guess", "192.0.2.3", Optional.empty(), Optional.of(mark)))
                .isInstanceOf(LoginResult.TooMany.class);
    }

    @Test
    void clockThatIsSetBackRefusesNobody() throws IOException {
        guess(10, "192.0.2.9");
        fixture.clock.step(Duration.ofHours(-2));
        fixture.clock.advance(Duration.ofSeconds(31));
        assertThat(operators().login("admin", initialPassword(), "192.0.2.9")).isInstanceOf(LoginResult.Granted.class);
    }

    @Test
    void floodOfRefusalsIsCountedNotWrittenOneByOne() {
        guess(500, "192.0.2.9");
        fixture.engine.activity().flush();
        List<Activity> refusals = fixture.database.read(work -> work.activity().newest(1000)).stream()
                .filter(row -> row.event().equals("login_refused"))
                .toList();
        assertThat(refusals).hasSize(11);
        assertThat(refusals.get(0).detail().orElseThrow()).startsWith("490 more from 192.0.2.9 in ");
    }

    private void guess(int times, String from) {
        for (int i = 0; i < times; i++) {
            operators().login("admin", "guess", from);
        }
    }

    @Test
    void neverGivesAPersonTheRoleOfAnAgent() {
        assertThatThrownBy(() -> fixture.engine
                        .accounts()
                        .createFirst("sly", "a password long enough", EnumSet.of(Role.AGENT), false))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void makesTheAccountsOfAFile() throws IOException {
        Path file = file("accounts.json", """
                [{"username":"olga","password":"correct horse battery","role":"operator"},
                 {"username":"otto","password":"horse battery staple","role":"auditor","must_change":true}]""");
        try (LocalDatabase empty = LocalDatabase.h2()) {
            Accounts made = accountsOn(empty);
            first(made, file).makeIfNone();
            assertThat(made.find("olga").orElseThrow().mustChangePassword()).isFalse();
            assertThat(made.find("olga").orElseThrow().roles()).containsExactly("operator");
            assertThat(made.find("otto").orElseThrow().mustChangePassword()).isTrue();
            assertThat(made.find("admin")).isEmpty();
        }
    }

    @Test
    void refusesAFileOfAccountsThatCannotBeUsed() throws IOException {
        Path open = root.resolve("open.json");
        Files.writeString(open, "[]");
        open.toFile().setReadable(true, false);
        unusable(open, "chmod 600");
        unusable(
                file("weak.json", "[{\"username\":\"olga\",\"password\":\"eleven char\",\"role\":\"operator\"}]"),
                "at least 12 characters");
        unusable(
                file("agent.json", "[{\"username\":\"olga\",\"password\":\"long enough, that\",\"role\":\"agent\"}]"),
                "none of admin, operator, auditor");
    }

    private Path file(String name, String content) throws IOException {
        Path file = root.resolve(name);
        ProtectedFiles.create(file, content.getBytes(StandardCharsets.UTF_8));
        return file;
    }

    private void unusable(Path file, String why) {
        try (LocalDatabase empty = LocalDatabase.h2()) {
            assertThatThrownBy(() -> first(accountsOn(empty), file).makeIfNone())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(why);
        }
    }

    private FirstAccounts first(Accounts accounts, Path file) {
        return new FirstAccounts(
                accounts,
                new InitialPassword(fixture.home.initialPassword(), TestPasswords.cheap()),
                Optional.of(file));
    }

    private Accounts accountsOn(LocalDatabase database) {
        return new Accounts(
                database,
                fixture.engine.activity(),
                fixture.engine.sessions(),
                TestPasswords.cheap(),
                new InitialPassword(fixture.home.initialPassword(), TestPasswords.cheap()),
                fixture.engine.secondFactors(),
                fixture.clock);
    }

    @Test
    void startsWithTheDefaultsOfTheOperatingSystemAndTakesAnOwnList() {
        TestAgent agent = fixture.connectedAgent();
        PortAccess access = fixture.engine.portAccess();
        assertThat(access.portsOf(fixture.everywhere, agent.id()).orElseThrow().defaults())
                .isTrue();
        assertThat(access.portsOf(fixture.everywhere, DeviceId.random())).isEmpty();

        SetPortsResult result = access.set(fixture.operator("ada"), agent.id(), List.of(), Optional.empty());
        assertThat(result).isInstanceOf(SetPortsResult.Done.class);
        assertThat(access.portsOf(fixture.everywhere, agent.id()).orElseThrow().ports())
                .isEmpty();
        assertThat(access.portsOf(fixture.everywhere, agent.id()).orElseThrow().defaults())
                .isFalse();
        assertThat(access.set(fixture.operator("ada"), DeviceId.random(), List.of(), Optional.empty()))
                .isInstanceOf(SetPortsResult.UnknownDevice.class);
    }

    @Test
    void boundsAListOfPorts() {
        TestAgent agent = fixture.connectedAgent();
        List<PortRule> many = new ArrayList<>();
        for (int port = 1; port <= PortAccess.MOST_RULES + 1; port++) {
            many.add(PortRule.tcp(port));
        }
        assertThat(fixture.engine.portAccess().set(fixture.operator("ada"), agent.id(), many, Optional.empty()))
                .isEqualTo(new SetPortsResult.TooManyRules(PortAccess.MOST_RULES));
    }

    @Test
    void changesTheLiveTunnelOnBothSides() {
        TestAgent agent = fixture.connectedAgent();
        openUp(agent, fixture.operator("ada"));
        fixture.engine
                .portAccess()
                .set(fixture.operator("ada"), agent.id(), List.of(PortRule.tcp(22)), Optional.empty());

        Awaitility.await().until(() -> !agent.told(ToAgent.PermitPorts.class).isEmpty());
        assertThat(agent.told(ToAgent.PermitPorts.class).get(0).ports()).containsExactly(PortRule.tcp(22));
        assertThat(told(agent)).contains("ports_set: [tcp/22]");
        assertThat(Set.copyOf(fixture.activityOf(agent.id())))
                .extracting(Activity::event)
                .contains("ports_set");
    }
}
