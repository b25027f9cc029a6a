package io.borealis.lab.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import io.borealis.lab.Legs;
import io.borealis.lab.host.Dialect;
import io.borealis.lab.run.Leg;
import org.junit.jupiter.api.Test;

/** What an operator came for, with the PowerShell of Windows itself behind the browser's terminal. */
class ConsolePowerShellIT extends ConsoleCase {

    private static final Dialect SHELL = Dialect.POWERSHELL;

    @Override
    void chooseTheLeg() {
        Legs.only(Leg.WINDOWS, "the shell there is PowerShell itself; the console is tried on this one by the others");
    }

    @Test
    void worksInPowerShellAndLeaves() {
        console.open("/devices/" + first.id() + "?tab=powershell");
        console.signIn(lab.account("operator"));
        console.button("Open PowerShell").click();
        console.type("echo edition-$($PSVersionTable.PSEdition)");
        console.awaitOutput("edition-Core");

        // a resize arrives
        Locator lines = console.page().locator(".xterm-rows > div");
        int before = lines.count();
        console.page().setViewportSize(WIDE, 700);
        assertThat(lines).not().hasCount(before);
        console.type(SHELL.tellSize());
        console.awaitOutput("size=" + lines.count() + " ");

        // Ctrl+C ends a flood, and the shell lives
        console.type(SHELL.flood());
        console.awaitOutput("0123456789");
        console.page().keyboard().press("Control+C");
        console.type("echo after-$((6*7))");
        console.awaitOutput("after-42");

        // a reload finds the same shell
        console.type("$kept = 41; echo kept-$((6*7))");
        console.awaitOutput("kept-42");
        console.page().reload();
        console.awaitOutput("kept-42");
        console.type("echo again-$($kept+1)");
        console.awaitOutput("again-42");

        console.button("Disconnect").click();
        assertThat(console.text("You disconnected.")).isVisible();
        await().atMost(SOON).until(() -> statusOf(first).equals("down"));
        assertThat(activity()).anyMatch(row -> row.contains("terminal_ended") && row.contains(first.id()));
        console.assertNoComplaint();
    }
}
