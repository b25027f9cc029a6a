package io.borealis.lab.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The PowerShells of one device: several, shared, kept. */
class ConsoleTerminalIT extends ConsoleCase {

    private static final String OWNER = "operator";
    private static final String GUEST = "operator2";

    /** How long the tunnel of a tab that was closed may stay. */
    private static final Duration LAST_OUT = Duration.ofSeconds(10);

    private static final Duration PATIENT = Duration.ofSeconds(20);

    private String path() {
        return "/devices/" + first.id() + "?tab=powershell";
    }

    private void powerShell() {
        console.open(path());
        console.signIn(lab.account(OWNER));
        console.button("Open PowerShell").click();
        console.awaitShell();
    }

    @Test
    void isSharedToBeWatchedThenToBeTypedInAndIsTakenBack() {
        powerShell();
        console.type("echo mine-$((6*7))");
        console.awaitOutput("mine-42");
        ConsolePage guest = beside(lab.account(GUEST), path());
        guest.button("Open PowerShell").click();
        guest.awaitShell();
        assertThat(console.text(OWNER + ", " + GUEST)).isVisible();

        console.button("Share").click();
        console.button("Watch").click();
        look("share", "light-" + WIDE);
        console.button("Done").click();
        assertThat(guest.text(OWNER + " shares a terminal")).isVisible();
        guest.button("Look at it").click();
        guest.awaitOutput("mine-42");
        assertThat(guest.text("You watch " + OWNER + "’s terminal")).isVisible();
        assertThat(console.text("may watch, looking now")).isVisible();

        guest.type("echo never");
        assertThat(guest.text("Nothing of it arrived")).isVisible();
        Locator lines = guest.page().locator(".xterm-rows > div");
        int before = lines.count();
        console.page().setViewportSize(WIDE, 700);
        assertThat(lines).not().hasCount(before);
        assertThat(guest.text("Nothing of it arrived")).isVisible();
        look(guest, "powershell-watching", "light-" + WIDE);
        look("powershell-watched", "light-" + WIDE);

        console.button("Share").click();
        console.button("Type").click();
        console.button("Done").click();
        assertThat(guest.text("You type in " + OWNER + "’s terminal")).isVisible();
        guest.type("echo theirs-$((6*7))");
        console.awaitOutput("theirs-42");

        console.button("Take the keyboard back from " + GUEST).click();
        assertThat(guest.text("You watch " + OWNER + "’s terminal")).isVisible();
        console.button("Stop sharing with " + GUEST).click();
        assertThat(guest.text(OWNER + " took the terminal back.")).isVisible();
        assertThat(console.text("Shared with:")).not().isVisible();
        console.assertNoComplaint();
        guest.assertNoComplaint();
    }

    @Test
    void standsBesideAnotherOneAndEachComesBackAfterAReload() {
        powerShell();
        console.type("kept=1; echo one-$((6*7))");
        console.awaitOutput("one-42");
        console.button("New terminal").click();
        assertThat(console.tab("PowerShell 2")).hasAttribute("aria-selected", "true");
        console.type("kept=2; echo two-$((6*7))");
        console.awaitOutput("two-42");

        console.page().keyboard().press("Control+Shift+Digit1");
        console.awaitOutput("one-42");
        console.button("Side by side").click();
        assertThat(console.page().locator(".terminal-pane")).hasCount(2);
        assertThat(console.page().locator(".xterm-rows").getByText("two-42").first())
                .isVisible();
        look("powershell-two", "light-" + WIDE);

        console.page().reload();
        console.awaitOutput("one-42");
        console.type("echo first-$((kept+41))");
        console.awaitOutput("first-42");
        console.tab("PowerShell 2").click();
        console.awaitOutput("two-42");
        console.type("echo second-$((kept+40))");
        console.awaitOutput("second-42");

        console.tab("PowerShell 2").press("Delete");
        assertThat(console.tab("PowerShell 2")).hasCount(0);
        console.awaitOutput("first-42");
        assertThat(statusOf(first)).isEqualTo("up");
        console.tab("PowerShell 1").press("Delete");
        assertThat(console.text("You disconnected.")).isVisible();
        await().atMost(TEARDOWN.multipliedBy(5)).until(() -> statusOf(first).equals("down"));
        console.assertNoComplaint();
    }

    @Test
    void endsItsTunnelWithTheLastTabThatIsClosed() {
        powerShell();
        ConsolePage second = alongside();
        second.open("/devices/" + first.id());
        assertThat(second.heading(name)).isVisible();
        console.page().reload();
        console.awaitShell();
        closeTheTab(console);
        await().during(Duration.ofSeconds(8)).atMost(PATIENT).until(() -> statusOf(first)
                .equals("up"));

        closeTheTab(second);

        await().atMost(LAST_OUT).until(() -> statusOf(first).equals("down"));
        assertThat(activity())
                .anyMatch(row -> row.contains("tunnel_ended")
                        && row.contains(first.id())
                        && row.contains("operator_disconnect: the page was closed"));
    }

    @Test
    void keepsATunnelThatIsHeldWhenItsTabIsClosed() {
        powerShell();
        console.button("Keep open").click();
        item("For 2 hours").click();
        assertThat(console.text("Kept open by " + OWNER + " until")).isVisible();

        closeTheTab(console);

        await().during(Duration.ofSeconds(8)).atMost(PATIENT).until(() -> statusOf(first)
                .equals("up"));
    }

    // As a person does it: the page is told that it goes
    private static void closeTheTab(ConsolePage tab) {
        tab.assertNoComplaint();
        tab.page().close(new Page.CloseOptions().setRunBeforeUnload(true));
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void isKeptOpenAndGivenUp(ColorScheme theme) {
        visit(theme, theme == ColorScheme.DARK ? NARROW : WIDE);
        String kind = theme.name().toLowerCase(Locale.ROOT) + "-" + (theme == ColorScheme.DARK ? NARROW : WIDE);
        powerShell();

        console.button("Keep open").click();
        item("For 2 hours").waitFor();
        look("powershell-keep", kind);
        item("For 2 hours").click();
        assertThat(console.text("Kept open by " + OWNER + " until")).isVisible();
        look("powershell-kept", kind);
        console.button("Keep open").click();
        item("Give it up").click();
        assertThat(console.text("Kept open by")).not().isVisible();

        console.type("sleep 600; echo interrupted-$?");
        console.button("Send key").click();
        item("Ctrl+Z").waitFor();
        double menu = console.page().locator(".pf-v6-c-menu").first().boundingBox().x;
        assertThat(menu)
                .isGreaterThanOrEqualTo(
                        console.page().locator(".terminal").first().boundingBox().x);
        look("powershell-keys", kind);
        item("Ctrl+C").click();
        console.type("echo after-$((6*7))");
        console.awaitOutput("after-42");
        console.assertNoComplaint();
    }

    private Locator item(String name) {
        return console.page().getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName(name));
    }

    @Test
    void comesBackIntoAProgramThatFillsTheScreen() {
        powerShell();
        console.type("seq -f line-%g. 5000 | less");
        console.awaitOutput("line-2.");
        console.page().keyboard().press("G");
        console.awaitOutput("line-5000.");

        console.page().reload();

        console.awaitOutput("line-5000.");
        console.awaitShell();
        console.page().locator(".xterm-helper-textarea").focus();
        console.page().keyboard().press("q");
        console.type("echo left-$((6*7))");
        console.awaitOutput("left-42");
        console.assertNoComplaint();
    }

    @Test
    void takesALongPasteWholeAndStopsAFlood() throws NoSuchAlgorithmException {
        String pasted = "0123456789abcdef-".repeat(6000).substring(0, 100_000);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(pasted.getBytes(StandardCharsets.US_ASCII));
        powerShell();
        console.type("stty raw -echo; echo ready-$((6*7)); head -c 100000 | sha256sum | head -c 20; stty sane; echo");
        console.awaitOutput("ready-42");

        console.page()
                .locator(".xterm-helper-textarea")
                .evaluate(
                        "(field, text) => { const data = new DataTransfer(); data.setData('text/plain', text);"
                                + " field.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})); }",
                        pasted);

        console.awaitOutput(HexFormat.of().formatHex(hash).substring(0, 20));
        console.type("yes flood-$((6*7))");
        console.awaitOutput("flood-42");
        console.page().keyboard().press("Control+c");
        console.type("echo stopped-$((6*7))");
        console.awaitOutput("stopped-42");
        assertThat(console.text("Latency")).isVisible();
        console.assertNoComplaint();
    }

    @Test
    void warnsBeforeTheIdleEndAndStaysByAClick() {
        admin.put("/api/devices/" + first.id() + "/idle", Map.of("idle_seconds", 16))
                .expect(200);
        try {
            powerShell();
            assertThat(console.text("This tunnel ends in")).isVisible();
            console.button("Stay").click();

            assertThat(console.text("This tunnel ends in")).not().isVisible();
            assertThat(statusOf(first)).isEqualTo("up");
            console.assertNoComplaint();
        } finally {
            admin.delete("/api/devices/" + first.id() + "/idle").expect(200);
        }
    }
}
