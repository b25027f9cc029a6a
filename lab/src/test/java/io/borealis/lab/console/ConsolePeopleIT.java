package io.borealis.lab.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.borealis.lab.Lab;
import io.borealis.lab.access.Authenticator;
import io.borealis.lab.engine.Account;
import io.borealis.lab.engine.EngineClient;
import io.borealis.lab.token.ScriptedAgent;
import io.borealis.protocol.device.DeviceKey;
import java.security.KeyPair;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Approvals, accounts and sessions: what people let each other do. */
class ConsolePeopleIT extends ConsoleCase {

    private static final Pattern COMMAND = Pattern.compile(
            "powershell -ExecutionPolicy Bypass -File Borealis\\.ps1 -EngineUrl (https://\\S+) -EnrollmentCode (\\S+)");

    private EngineClient nobody() {
        return lab.engine().client();
    }

    private static String unique(String what) {
        return what + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    /** A device that waits for a decision. */
    private KeyPair ask(String code) {
        KeyPair key = ScriptedAgent.newKey();
        ScriptedAgent.askToEnroll(nobody(), key, code).expect(200);
        return key;
    }

    private Locator cardOf(KeyPair key) {
        return cardOf(key, console);
    }

    private static Locator cardOf(KeyPair key, ConsolePage shown) {
        return shown.page()
                .locator(".pf-v6-c-card")
                .filter(new Locator.FilterOptions()
                        .setHasText(DeviceKey.of(key.getPublic()).toString()));
    }

    @Test
    void letsADeviceInByItsFingerprint() {
        console.open("/approvals");
        console.signIn(lab.account("admin"));
        console.heading("Approvals").waitFor();

        KeyPair key = ask(Lab.newCode(admin, false));
        cardOf(key).getByText("Approve").click();
        assertThat(console.page().getByRole(AriaRole.DIALOG))
                .containsText(DeviceKey.of(key.getPublic()).toString());
        console.answer("It is the same: approve").click();

        assertThat(cardOf(key)).hasCount(0);
        assertThat(statusOfEnrollment(key)).isEqualTo("approved");
        console.assertNoComplaint();
    }

    @Test
    void keepsADeviceOut() {
        console.open("/approvals?tab=devices");
        console.signIn(lab.account("admin"));
        KeyPair key = ask(Lab.newCode(admin, false));

        cardOf(key).getByText("Refuse").click();
        console.answer("Refuse").click();

        assertThat(cardOf(key)).hasCount(0);
        assertThat(statusOfEnrollment(key)).isEqualTo("denied");
        console.assertNoComplaint();
    }

    private String statusOfEnrollment(KeyPair key) {
        String fingerprint = DeviceKey.of(key.getPublic()).fingerprint();
        for (JsonNode request : Lab.items(
                admin.get("/api/enrollment/requests?limit=500").expect(200).json())) {
            if (request.path("key_fingerprint").asText().equals(fingerprint)) {
                return request.path("status").asText();
            }
        }
        return "not asked";
    }

    @Test
    void makesACodeWhoseCommandIsCopiedAndRevokesIt() {
        context.grantPermissions(List.of("clipboard-read", "clipboard-write"));
        String label = unique("branch");
        console.open("/approvals?tab=codes");
        console.signIn(lab.account("admin"));
        console.button("Make a code").click();
        console.page().locator("#code-label").fill(label);
        console.page().locator("#code-uses").fill("2");
        console.page().keyboard().press("Enter");

        console.answer("Copy the command").click();
        assertThat(console.text("Copied")).isVisible();
        var command = COMMAND.matcher((String) console.page().evaluate("() => navigator.clipboard.readText()"));
        assertThat(command.matches()).isTrue();
        assertThat(command.group(1)).isEqualTo(base);
        ask(command.group(2));
        console.answer("I have it").click();

        Locator row = row(label);
        assertThat(row).containsText("1 of 2");
        assertThat(row).containsText("Usable");
        console.button("Revoke " + label).click();
        console.answer("Revoke").click();
        assertThat(row).containsText("Revoked");
        assertThat(ScriptedAgent.askToEnroll(nobody(), ScriptedAgent.newKey(), command.group(2))
                        .status())
                .isEqualTo(403);
        console.assertNoComplaint();
    }

    private Locator row(String text) {
        return console.page().locator("tbody tr").filter(new Locator.FilterOptions().setHasText(text));
    }

    @Test
    void asksForADeviceThatSomebodyElseApprovesAndGivesItBack() {
        String why = unique("patching");
        console.open("/devices/" + first.id());
        console.signIn(lab.account("operator"));
        console.link("Ask for access").click();
        console.page().locator("#ask-hours").fill("2");
        console.page().locator("#ask-reason").fill(why);
        console.answer("Ask").click();
        assertThat(row(why)).containsText("Access for 2 hours");
        assertThat(row(why)).containsText("Waiting");
        assertThat(console.button("Approve: " + name)).hasCount(0);

        ConsolePage other = beside(lab.account("admin"), "/approvals?tab=access&waiting=true");
        Locator asked = other.page().locator("tbody tr").filter(new Locator.FilterOptions().setHasText(why));
        asked.getByText("Approve").click();
        other.answer("Approve").click();
        assertThat(asked).hasCount(0);

        assertThat(row(why)).containsText("ends in");
        row(why).getByText("Give back").click();
        console.answer("Give back").click();
        assertThat(row(why)).containsText("Given back");
        console.assertNoComplaint();
        other.assertNoComplaint();
    }

    @Test
    void makesAnAccountWhosePasswordIsShownOnceAndDisablesIt() {
        String person = unique("vera");
        console.open("/accounts");
        console.signIn(lab.account("admin"));
        console.button("Make an account").click();
        console.page().locator("#account-name").fill(person);
        console.answer("Make an account").click();
        String password = console.page().locator(".once-value").innerText();
        console.answer("I have it").click();
        assertThat(nobody().tryLogin(person, password).status()).isEqualTo(200);

        console.link(person).click();
        assertThat(console.text("Must change the password")).isVisible();
        console.page()
                .getByLabel("Those of some sites, and those with some tags")
                .check();
        console.page().locator("#reach-tags").fill("branch, till");
        console.button("Save").click();
        assertThat(console.text("Limited by admin")).isVisible();
        assertThat(admin.get("/api/accounts/" + person + "/scope").expect(200).text())
                .contains("\"till\"");

        console.button("Disable").click();
        console.answer("Disable").click();
        assertThat(console.button("Enable")).isVisible();
        assertThat(nobody().tryLogin(person, password).status()).isEqualTo(401);
        console.assertNoComplaint();
    }

    @Test
    void setsUpASecondFactorThatIsAskedForBeforeWhatIsDangerous() {
        String person = unique("nora");
        String temporary = admin.post("/api/accounts", Map.of("username", person, "roles", List.of("admin")))
                .expect(201)
                .field("temporary_password");
        String password = "four " + unique("quiet") + " otters";
        console.open("/profile");
        console.page().locator("#username").fill(person);
        console.page().locator("#password").fill(temporary);
        console.button("Sign in").click();
        console.page().locator("#fresh").fill(password);
        console.page().locator("#again").fill(password);
        console.button("Change the password").click();
        assertThat(console.text("Not set up")).isVisible();
        ConsolePage before = beside(new Account(person, password, "admin"), "/approvals");

        console.page().locator("#own-password").fill(password);
        console.button("Show the secret").click();
        String secret = console.page().locator("#secret").inputValue();
        console.page().locator("#code").fill(Authenticator.code(secret));
        console.button("Confirm").click();
        console.button("I have kept them").click();
        assertThat(console.text("In use")).isVisible();
        console.assertNoComplaint();

        KeyPair key = ask(Lab.newCode(admin, false));
        cardOf(key, before).getByText("Approve").click();
        before.answer("It is the same: approve").click();
        assertThat(before.page().getByText("Prove your second factor")).isVisible();
        before.page().locator("#step-up-code").fill("000000");
        before.page().keyboard().press("Enter");
        assertThat(before.text("The code is wrong, too old or used.")).isVisible();
        before.answer("Cancel").click();
        assertThat(before.text("This is dangerous, so it needs your second factor once more."))
                .isVisible();
        assertThat(statusOfEnrollment(key)).isEqualTo("pending");
    }

    @Test
    void isSignedOutByTheEndOfItsSessionElsewhere() {
        console.open("/devices");
        console.signIn(lab.account("operator2"));
        console.link(name).waitFor();

        ConsolePage other = beside(lab.account("operator2"), "/profile");
        // The newest first: this one, then the page's
        other.page().locator("tbody tr").nth(1).getByText("End").click();
        other.answer("End the session").click();

        assertThat(console.button("Sign in")).isVisible();
        assertThat(console.text("Your session ended. Sign in again.")).isVisible();
        assertThat(other.page().getByText("This one")).isVisible();
        other.assertNoComplaint();
    }

    @Test
    void makesASiteThatAsksForApproval() {
        String site = unique("harbour");
        console.open("/settings");
        console.signIn(lab.account("admin"));
        console.button("Make a site").click();
        console.page().locator("#site-name").fill(site);
        console.answer("Make a site").click();
        console.button("Change " + site).click();
        console.page().getByLabel("At most these ports").check();
        console.page().locator("#site-ports").fill("tcp/22\ntcp/99999");
        assertThat(console.answer("Save")).isDisabled();
        console.page().locator("#site-ports").fill("tcp/22, udp/5000-5010");
        console.page()
                .getByLabel("Operators need access that somebody approved")
                .check();
        console.answer("Save").click();

        assertThat(row(site)).containsText("udp/5000-5010");
        assertThat(row(site)).containsText("Demanded, by administrators");
        console.assertNoComplaint();
    }

    @Test
    void showsNobodyWhatHisRoleMayNotDo() {
        console.open("/approvals");
        console.signIn(lab.account("operator"));
        assertThat(console.tab("Access and ports")).isVisible();
        assertThat(console.tab("Devices")).hasCount(0);
        assertThat(console.tab("Codes")).hasCount(0);
        assertThat(console.link("Accounts")).hasCount(0);
        assertThat(console.link("Settings")).hasCount(0);
        for (String path : List.of("/accounts", "/accounts/admin", "/settings")) {
            console.open(path);
            assertThat(console.text("There is no such page")).isVisible();
        }
        console.assertNoComplaint();

        ConsolePage auditor = beside(lab.account("auditor"), "/approvals");
        assertThat(auditor.text("There is no such page")).isVisible();
        assertThat(auditor.link("Approvals")).hasCount(0);
        auditor.assertNoComplaint();
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void hasNoViolationOnAnyPageOfPeople(ColorScheme theme) {
        admin.post("/api/enrollment/codes", Map.of("uses", 20, "auto_approve_seconds", 600, "label", "Tills in Graz"))
                .expect(201);
        ask(Lab.newCode(admin, false));
        operator.post("/api/requests", Map.of("device", first.id(), "seconds", 7200, "reason", "Update of the tills"))
                .expect(202);
        operator.permit(first.id(), List.of("tcp/3389", "tcp/5985", "udp/6000-6010"))
                .expect(202);
        for (int width : widths(theme)) {
            visit(theme, width);
            walk(theme.name().toLowerCase(Locale.ROOT) + "-" + width);
        }
    }

    private void walk(String kind) {
        console.open("/approvals");
        console.signIn(lab.account("admin"));
        console.button("Approve scripted").first().waitFor();
        look("approvals-devices", kind);
        console.button("Approve scripted").first().click();
        console.answer("It is the same: approve").waitFor();
        look("approvals-compare", kind);
        console.answer("Cancel").click();
        console.tab("Codes").click();
        console.text("Tills in Graz").waitFor();
        look("approvals-codes", kind);
        console.button("Make a code").click();
        console.page().locator("#code-approves").check();
        look("approvals-new-code", kind);
        console.answer("Make a code").click();
        console.answer("I have it").waitFor();
        look("approvals-code", kind);
        console.answer("I have it").click();
        console.tab("Access and ports").click();
        console.text("Update of the tills").waitFor();
        look("approvals-access", kind);
        console.page().getByText("Approve").last().click();
        console.answer("Approve").waitFor();
        look("approvals-decide", kind);
        console.answer("Cancel").click();
        console.open("/accounts");
        console.link("operator2").waitFor();
        look("accounts", kind);
        console.button("Make an account").click();
        console.answer("Make an account").waitFor();
        look("accounts-new", kind);
        console.answer("Cancel").click();
        console.tab("Sessions").click();
        console.text("This one").waitFor();
        look("accounts-sessions", kind);
        console.open("/accounts/operator2");
        console.button("Save").waitFor();
        look("account", kind);
        console.open("/settings");
        console.button("Change default").click();
        console.answer("Save").waitFor();
        look("settings-site", kind);
        console.answer("Cancel").click();
        look("settings", kind);
        console.open("/profile");
        console.text("This one").waitFor();
        look("profile", kind);
    }
}
