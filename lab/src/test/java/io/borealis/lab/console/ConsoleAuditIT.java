package io.borealis.lab.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What an auditor reads in the console of what happened before he came. */
class ConsoleAuditIT extends ConsoleCase {

    @Test
    void showsAnAuditorWhoSetThePortsAndGivesItAsAFile() throws IOException {
        admin.permit(first.id(), List.of("tcp/3389", "tcp/8080")).expect(200);
        admin.permit(first.id(), List.of("tcp/3389")).expect(200);
        console.open("/activity?event=ports_set&agent_id=" + first.id());
        console.signIn(lab.account("auditor"));

        Locator newest =
                console.page().locator("table[aria-label=History] tbody").first();
        assertThat(newest).containsText("Ports set");
        assertThat(newest).containsText(lab.account("admin").username());
        assertThat(newest).containsText(name);
        newest.getByRole(AriaRole.BUTTON).click();
        assertThat(newest).containsText("ports_set");
        look("audit-activity", "light-" + WIDE);

        Download file = console.page()
                .waitForDownload(() -> console.link("Export as CSV").click());
        List<String> lines = Files.readAllLines(file.path());
        assertThat(lines.get(0)).startsWith("activity_id,at,event,");
        assertThat(lines.get(1)).contains(",ports_set," + first.id());
        assertThat(lines.get(lines.size() - 1)).startsWith("end,").contains("sha256");

        console.page()
                .getByLabel("Operator", new Page.GetByLabelOptions().setExact(true))
                .fill("nobody-is-called-so");
        console.button("Show").click();
        assertThat(console.text("Nothing matches")).isVisible();
        assertThat(console.page()).hasURL(Pattern.compile(".*operator=nobody-is-called-so.*"));
        console.assertNoComplaint();
    }

    @Test
    void showsAnAuditorReportsAndGivesThemAsFiles() throws IOException {
        admin.permit(first.id(), List.of("tcp/3389", "tcp/8081")).expect(200);
        console.open("/reports?report=acts&about=settings&device=" + first.id());
        console.signIn(lab.account("auditor"));
        Locator newest = newestAct();
        assertThat(newest).containsText("Ports set");
        assertThat(newest).containsText(lab.account("admin").username());
        assertThat(newest).containsText(name);
        look("audit-reports", "light-" + WIDE);

        Download file = console.page()
                .waitForDownload(() -> console.link("Export as CSV").click());
        List<String> lines = Files.readAllLines(file.path());
        assertThat(lines.get(0)).startsWith("activity_id,at,about,event,");
        assertThat(lines.get(1)).contains(",settings,ports_set,");
        assertThat(lines.get(lines.size() - 1)).startsWith("end,").contains("sha256", "head");

        console.page()
                .getByLabel("Report", new Page.GetByLabelOptions().setExact(true))
                .selectOption("devices-not-seen");
        assertThat(console.page()).hasURL(Pattern.compile(".*report=devices-not-seen.*"));
        assertThat(console.text("Nothing to tell")).isVisible();

        visit(ColorScheme.DARK, NARROW);
        console.open("/reports?report=acts&about=settings&device=" + first.id());
        console.signIn(lab.account("auditor"));
        newestAct().waitFor();
        look("audit-reports", "dark-" + NARROW);
        console.assertNoComplaint();
    }

    private Locator newestAct() {
        return console.page()
                .locator("table[aria-label='What administrators settled'] tbody tr")
                .first();
    }

    @Test
    void showsTheHistoryOfADeviceOnItsPageAndFitsANarrowScreen() {
        visit(ColorScheme.DARK, NARROW);
        console.open("/devices/" + first.id() + "?tab=activity");
        console.signIn(lab.account("auditor"));
        console.page().locator("table[aria-label=History] tbody").first().waitFor();
        look("audit-device", "dark-" + NARROW);
    }

    @Test
    void showsAnOperatorWhatHappensAndNoHistory() {
        console.open("/activity");
        console.signIn(lab.account("operator"));
        assertThat(console.heading("Activity")).isVisible();
        assertThat(console.heading("History")).hasCount(0);
        console.assertNoComplaint();
    }
}
