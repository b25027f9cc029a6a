package io.borealis.lab.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConsoleIT extends ConsoleCase {

    @Test
    void opensAPowerShellComesBackToItAfterAReloadAndLeaves() {
        console.open("/devices");
        console.signIn(lab.account("operator"));
        console.page()
                .getByLabel("Search by name, host name or system")
                .fill(name.substring(1).toUpperCase(Locale.ROOT));
        console.page().keyboard().press("Enter");
        console.link(name).click();
        console.tab("PowerShell").click();
        console.button("Open PowerShell").click();
        console.type("kept=41; echo first-$((6*7))");
        console.awaitOutput("first-42");
        assertThat(console.text("On this tunnel:")).isVisible();

        console.page().reload();
        console.awaitOutput("first-42");
        console.type("echo second-$((kept+2))");
        console.awaitOutput("second-43");

        console.button("Disconnect").click();
        assertThat(console.text("You disconnected.")).isVisible();
        await().atMost(TEARDOWN.multipliedBy(5)).until(() -> statusOf(first).equals("down"));
        console.assertNoComplaint();
    }

    @Test
    void goesOnInTheSameShellAfterTheNetworkWasLost() {
        powerShell();
        console.type("kept=41; echo first-$((6*7))");
        console.awaitOutput("first-42");

        context.setOffline(true);
        assertThat(console.text("What you see may be old")).isVisible();
        context.setOffline(false);

        console.type("echo second-$((kept+2))");
        console.awaitOutput("second-43");
        console.button("Disconnect").click();
        assertThat(console.text("You disconnected.")).isVisible();
    }

    private void powerShell() {
        console.open("/devices/" + first.id() + "?tab=powershell");
        console.signIn(lab.account("operator"));
        console.button("Open PowerShell").click();
    }

    @Test
    void switchesAPortOffAndSaysThatTheFirewallConfirmedIt() {
        admin.permit(first.id(), List.of("tcp/3389", "udp/3389", "tcp/8080")).expect(200);
        up(operator, first);
        console.open("/devices/" + first.id() + "?tab=config");
        console.signIn(lab.account("operator"));
        assertThat(console.toggle("RDP")).isChecked();

        console.flip("RDP");

        assertThat(console.text("Saved. The live tunnel’s firewall confirmed it."))
                .isVisible();
        assertThat(console.toggle("RDP")).not().isChecked();
        assertThat(portsOf()).containsExactly("tcp/8080");

        console.flip("WinRM");
        assertThat(console.text("another person has to approve it")).isVisible();
        assertThat(portsOf()).containsExactly("tcp/8080");
        console.assertNoComplaint();
    }

    @Test
    void showsAtOnceWhatSomebodyElseChanged() {
        admin.permit(first.id(), List.of("tcp/3389", "udp/3389")).expect(200);
        console.open("/devices/" + first.id() + "?tab=config");
        console.signIn(lab.account("operator"));
        assertThat(console.toggle("RDP")).isChecked();

        admin.permit(first.id(), List.of("tcp/3389", "udp/3389", "tcp/8080")).expect(200);

        assertThat(console.button("Remove tcp/8080")).isVisible();
        console.assertNoComplaint();
    }

    private List<String> portsOf() {
        List<String> ports = new ArrayList<>();
        admin.get("/api/devices/" + first.id() + "/ports")
                .expect(200)
                .json()
                .path("ports")
                .forEach(rule -> ports.add(rule.asText()));
        return ports;
    }

    @Test
    void showsAnAuditorNothingThatHeMayNotDo() {
        console.open("/devices/" + first.id() + "?tab=powershell");
        console.signIn(lab.account("auditor"));

        assertThat(console.tab("Summary")).isVisible();
        assertThat(console.tab("PowerShell")).hasCount(0);
        console.tab("Advanced Config").click();
        assertThat(console.toggle("RDP")).isDisabled();
        assertThat(console.button("Save")).hasCount(0);
        console.assertNoComplaint();
    }

    @Test
    void asksWhoIsSignedOutToSignInAndForgetsWhatItKnew() {
        console.open("/devices");
        console.signIn(lab.account("operator2"));
        assertThat(console.link(name)).isVisible();

        console.button("Sign out").click();

        assertThat(console.button("Sign in")).isVisible();
        assertThat(context.cookies()).noneMatch(cookie -> cookie.name.equals("__Host-borealis"));
        Object stored = console.page().evaluate("() => JSON.stringify([{...sessionStorage}, {...localStorage}])");
        assertThat(stored).isEqualTo("[{},{}]");
        console.assertNoComplaint();
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void hasNoViolationOnAnyPage(ColorScheme theme) {
        for (int width : widths(theme)) {
            visit(theme, width);
            walk(theme.name().toLowerCase(Locale.ROOT) + "-" + width);
        }
    }

    private void walk(String kind) {
        console.open("/devices");
        console.button("Sign in").waitFor();
        look("sign-in", kind);
        console.signIn(lab.account("admin"));
        console.link(name).waitFor();
        look("devices", kind);
        console.open("/devices?search=nothing-has-this-name");
        console.text("Nothing matches").waitFor();
        look("devices-nothing", kind);
        console.open("/devices/" + first.id());
        console.text("Key fingerprint").waitFor();
        look("device-summary", kind);
        console.tab("Advanced Config").click();
        console.toggle("RDP").waitFor();
        look("device-config", kind);
        console.tab("Activity").click();
        look("device-activity", kind);
        console.tab("PowerShell").click();
        console.button("Open PowerShell").waitFor();
        look("powershell-closed", kind);
        console.button("Open PowerShell").click();
        console.type(
                "printf '\\033[1;32mgreen\\033[0m \\033[38;2;255;120;0mtrue colour\\033[0m 日本語 🚀\\n'; echo shown-$((6*7))");
        console.awaitOutput("shown-42");
        look("powershell", kind);
        console.go("Tunnels");
        console.link(name).waitFor();
        look("tunnels", kind);
        console.link(name).click();
        console.tab("PowerShell").click();
        console.awaitOutput("shown-42");
        console.button("Disconnect").click();
        console.text("You disconnected.").waitFor();
        look("powershell-left", kind);
        console.go("Activity");
        console.heading("Activity").waitFor();
        look("activity", kind);
    }
}
