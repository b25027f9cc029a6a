package io.borealis.engine.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.engine.EngineTest;
import io.borealis.engine.Page;
import io.borealis.engine.TestAgent;
import io.borealis.engine.terminal.TicketResult;
import io.borealis.persistence.access.SessionEnd;
import io.borealis.persistence.activity.Activity;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.TunnelStatus;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class AccountsTest extends EngineTest {
    private static final Optional<String> NO_REASON = Optional.empty();
    private static final String FROM = "192.0.2.7";

    private Accounts accounts() {
        return fixture.engine.accounts();
    }

    private OperatorSessions sessions() {
        return fixture.engine.sessions();
    }

    private LoginResult login(String username, String password) {
        return fixture.engine.operators().login(username, password, FROM);
    }

    private static String password(AccountResult result) {
        return ((AccountResult.Done) result).temporaryPassword().orElseThrow();
    }

    private String made(OperatorSession admin, String username, Role... roles) {
        return password(accounts().create(admin, username, Set.of(roles)));
    }

    private SessionCheck over(SessionEnd reason) {
        return new SessionCheck.Over(Optional.of(reason.wireName()));
    }

    private List<String> told(String event) {
        return fixture.database.read(work -> work.activity().newest(100)).stream()
                .filter(row -> row.event().equals(event))
                .map((Activity row) ->
                        row.username().orElse("-") + ", " + row.detail().orElse(""))
                .toList();
    }

    @Test
    void makesAnAccountWithAPasswordToBeChangedFirst() {
        OperatorSession admin = fixture.admin("admin");
        AccountResult result = accounts().create(admin, "olga", EnumSet.of(Role.OPERATOR, Role.AUDITOR));

        String password = password(result);
        assertThat(password).hasSize(24);
        assertThat(result.toString()).doesNotContain(password);
        AccountView view = accounts().find("olga").orElseThrow();
        assertThat(view.roles()).containsExactly("operator", "auditor");
        assertThat(view.mustChangePassword()).isTrue();
        assertThat(view.disabled()).isFalse();
        assertThat(view.passwordSetAt()).isPresent();
        LoginResult.Granted granted = (LoginResult.Granted) login("olga", password);
        assertThat(granted.roles()).containsExactlyInAnyOrder(Role.OPERATOR, Role.AUDITOR);
        assertThat(granted.duty()).contains(Duty.CHANGE_PASSWORD);
        assertThat(told("operator_created").get(0)).isEqualTo("admin, olga with roles [operator, auditor]");
        assertThat(accounts().create(admin, "olga", EnumSet.of(Role.ADMIN))).isEqualTo(new AccountResult.Exists());
        assertThat(fixture.home.log()).content().doesNotContain(password);
    }

    @Test
    void listsAccountsByName() {
        OperatorSession admin = fixture.admin("admin");
        made(admin, "carl", Role.OPERATOR);
        made(admin, "bert", Role.OPERATOR);

        Page<AccountView> first = accounts().page(Optional.empty(), 2);
        assertThat(first.items()).extracting(AccountView::username).containsExactly("admin", "bert");
        assertThat(first.more()).isTrue();
        Page<AccountView> second = accounts().page(Optional.of("bert"), 2);
        assertThat(second.items()).extracting(AccountView::username).containsExactly("carl");
        assertThat(second.more()).isFalse();
        assertThat(accounts().find("nobody")).isEmpty();
    }

    @Test
    void whoseAccountIsDisabledHasNothingLeft() {
        OperatorSession admin = fixture.admin("admin");
        String password = made(admin, "olga", Role.OPERATOR);
        OperatorSession olga = fixture.operator("olga");
        TestAgent agent = fixture.connectedAgent();
        TunnelId tunnel = openUp(agent, olga);
        String ticket = ((TicketResult.Issued) fixture.engine.tickets().issue(olga, tunnel)).ticket();

        AccountResult result = accounts().setDisabled(admin, "olga", true, Optional.of("left us"));

        assertThat(((AccountResult.Done) result).account().disabled()).isTrue();
        assertThat(sessions().use(olga.sessionId())).isEqualTo(over(SessionEnd.ACCOUNT_DISABLED));
        assertThat(fixture.engine.tickets().redeem(ticket, tunnel)).isEmpty();
        awaitStatus(agent, TunnelStatus.DOWN);
        await().untilAsserted(() -> assertThat(fixture.admitted()).isEmpty());
        assertThat(login("olga", password)).isEqualTo(new LoginResult.Refused());
        assertThat(told("operator_disabled")).containsExactly("admin, olga: left us");
        accounts().setDisabled(admin, "olga", true, NO_REASON);
        assertThat(told("operator_disabled")).as("no change is none").hasSize(1);

        accounts().setDisabled(admin, "olga", false, NO_REASON);
        assertThat(login("olga", password)).isInstanceOf(LoginResult.Granted.class);
        assertThat(told("operator_enabled")).containsExactly("admin, olga");
    }

    @Test
    void takenRoleEndsSessionsAndANewOneDoesNot() {
        OperatorSession admin = fixture.admin("admin");
        made(admin, "olga", Role.OPERATOR);
        OperatorSession olga = fixture.operator("olga");

        accounts().setRoles(admin, "olga", EnumSet.of(Role.OPERATOR, Role.AUDITOR), NO_REASON);
        assertThat(sessions().isLive(olga.sessionId())).isTrue();

        accounts().setRoles(admin, "olga", EnumSet.of(Role.AUDITOR), Optional.of("moved"));
        assertThat(sessions().use(olga.sessionId())).isEqualTo(over(SessionEnd.ROLE_TAKEN));
        assertThat(told("operator_roles_set"))
                .containsExactly(
                        "admin, olga from [operator, auditor] to [auditor]: moved",
                        "admin, olga from [operator] to [operator, auditor]");
        assertThat(accounts().setRoles(admin, "nobody", EnumSet.of(Role.AUDITOR), NO_REASON))
                .isEqualTo(new AccountResult.Unknown());
    }

    @Test
    void resetEndsSessionsAndTheOldPassword() {
        OperatorSession admin = fixture.admin("admin");
        String before = made(admin, "olga", Role.OPERATOR);
        OperatorSession olga = fixture.operator("olga");

        String after = password(accounts().resetPassword(admin, "olga", NO_REASON));

        assertThat(sessions().use(olga.sessionId())).isEqualTo(over(SessionEnd.PASSWORD_RESET));
        assertThat(login("olga", before)).isEqualTo(new LoginResult.Refused());
        assertThat(((LoginResult.Granted) login("olga", after)).duty()).contains(Duty.CHANGE_PASSWORD);
        assertThat(told("password_reset")).containsExactly("admin, olga");
        assertThat(accounts().resetPassword(admin, "admin", NO_REASON)).isEqualTo(new AccountResult.Own());
        assertThat(accounts().resetPassword(admin, "nobody", NO_REASON)).isEqualTo(new AccountResult.Unknown());
    }

    @Test
    void resetOfTheInitialPasswordDeletesItsFile() {
        assertThat(fixture.home.initialPassword()).exists();
        accounts().resetPassword(fixture.admin("other"), "admin", NO_REASON);
        assertThat(Files.exists(fixture.home.initialPassword())).isFalse();
    }

    @Test
    void lastEnabledAdministratorStays() {
        OperatorSession admin = fixture.admin("admin");
        AccountResult last = new AccountResult.LastAdministrator();
        assertThat(accounts().setDisabled(admin, "admin", true, NO_REASON)).isEqualTo(last);
        assertThat(accounts().setRoles(admin, "admin", EnumSet.of(Role.OPERATOR), NO_REASON))
                .isEqualTo(last);

        made(admin, "second", Role.ADMIN);
        accounts().setDisabled(admin, "second", true, NO_REASON);
        assertThat(accounts().setDisabled(admin, "admin", true, NO_REASON))
                .as("one that is disabled does not count")
                .isEqualTo(last);
        assertThat(sessions().isLive(admin.sessionId())).isTrue();

        accounts().setDisabled(admin, "second", false, NO_REASON);
        assertThat(accounts().setDisabled(admin, "admin", true, NO_REASON)).isInstanceOf(AccountResult.Done.class);
    }

    @Test
    void administratorWhoLostHisSessionDecidesNothingMore() {
        OperatorSession admin = fixture.admin("admin");
        sessions().signOut(admin);
        AccountResult over = new AccountResult.SessionOver((SessionCheck.Over) over(SessionEnd.SIGNED_OUT));
        assertThat(accounts().create(admin, "olga", EnumSet.of(Role.ADMIN))).isEqualTo(over);
        assertThat(accounts().setDisabled(admin, "admin", true, NO_REASON)).isEqualTo(over);
        assertThat(accounts().setRoles(admin, "admin", EnumSet.of(Role.ADMIN), NO_REASON))
                .isEqualTo(over);
    }

    @Test
    void ofTwoAdministratorsWhoDisableEachOtherOneStays() throws Exception {
        for (int round = 0; round < 10; round++) {
            String left = "left" + round;
            String right = "right" + round;
            OperatorSession admin = fixture.admin("admin");
            made(admin, left, Role.ADMIN);
            made(admin, right, Role.ADMIN);
            OperatorSession first = fixture.admin(left);
            OperatorSession second = fixture.admin(right);
            accounts().setDisabled(first, "admin", true, NO_REASON);

            CyclicBarrier together = new CyclicBarrier(2);
            Future<AccountResult> one = fixture.threads().submit(disabling(together, first, right));
            Future<AccountResult> other = fixture.threads().submit(disabling(together, second, left));

            assertThat(List.of(one.get(), other.get()))
                    .as("one is done, the other is told that his session is over")
                    .filteredOn(AccountResult.Done.class::isInstance)
                    .hasSize(1);
            assertThat(accounts().page(Optional.empty(), 500).items())
                    .filteredOn(
                            account -> !account.disabled() && account.roles().contains("admin"))
                    .hasSize(1);
            OperatorSession winner = one.get() instanceof AccountResult.Done ? first : second;
            accounts().setDisabled(winner, "admin", false, NO_REASON);
            accounts().setDisabled(fixture.admin("admin"), winner.username(), true, NO_REASON);
        }
    }

    private Callable<AccountResult> disabling(CyclicBarrier together, OperatorSession who, String whom) {
        return () -> {
            together.await();
            return accounts().setDisabled(who, whom, true, NO_REASON);
        };
    }
}
