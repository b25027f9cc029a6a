package io.borealis.lab.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The list of devices in an order, and the views of it that somebody saved. */
class ConsoleDevicesIT extends ConsoleCase {

    private static final String VIEWS = "/api/account/views";

    @AfterEach
    void forgetTheViews() {
        admin.put(VIEWS, Map.of("views", List.of())).expect(200);
    }

    private void openAsAdmin(String path) {
        console.open(path);
        console.signIn(lab.account("admin"));
        console.link(name).waitFor();
    }

    private Locator head(String column) {
        return console.page().getByRole(AriaRole.COLUMNHEADER, new Page.GetByRoleOptions().setName(column));
    }

    private Locator item(String words) {
        return console.page().getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName(words));
    }

    private List<String> shown() {
        return console.page().locator("tbody tr td:first-child a").allInnerTexts();
    }

    private List<String> sorted(String order) {
        JsonNode all = admin.get("/api/devices?sort=name&limit=50&order=" + order)
                .expect(200)
                .json();
        return StreamSupport.stream(all.spliterator(), false)
                .map(device ->
                        device.path("name").asText(device.path("hostname").asText()))
                .toList();
    }

    // The rows before stay until the others are there
    private void awaitRows(String order) {
        List<String> wanted = sorted(order);
        await().untilAsserted(() -> assertThat(shown()).isEqualTo(wanted));
    }

    @Test
    void sortsByTheHeadOfAColumnWithTheKeyboardAndKeepsTheOrderInTheAddress() {
        openAsAdmin("/devices");
        assertThat(head("Name")).not().hasAttribute("aria-sort", Pattern.compile(".+"));

        console.button("Name").press("Enter");
        assertThat(head("Name")).hasAttribute("aria-sort", "ascending");
        assertThat(console.page()).hasURL(Pattern.compile("/devices\\?sort=name$"));
        awaitRows("asc");

        console.button("Name").press("Space");
        assertThat(head("Name")).hasAttribute("aria-sort", "descending");
        assertThat(console.page()).hasURL(Pattern.compile("sort=name&order=desc"));
        console.page().reload();
        assertThat(head("Name")).hasAttribute("aria-sort", "descending");
        awaitRows("desc");

        console.button("Last seen").click();
        assertThat(head("Last seen")).hasAttribute("aria-sort", "ascending");
        assertThat(head("Name")).not().hasAttribute("aria-sort", Pattern.compile(".+"));
        look("devices-sorted", "light-" + WIDE);
    }

    @Test
    void sortsWhereThereIsNoRoomForHeads() {
        visit(ColorScheme.DARK, NARROW);
        openAsAdmin("/devices");
        console.page().getByLabel("Sort by").selectOption("Site, descending");
        assertThat(console.page()).hasURL(Pattern.compile("sort=site&order=desc"));
        console.link(name).waitFor();
        look("devices-sorted", "dark-" + NARROW);
    }

    @Test
    void savesAViewFindsItAgainBeginsWithItAndDeletesIt() {
        openAsAdmin("/devices?sort=seen&order=desc&search=" + name);
        console.button("Saved views").click();
        item("Save this view").click();
        console.page().locator("#view-name").fill("Mine <b>bold</b>");
        console.page().getByLabel("Begin with this view after signing in").check();
        console.answer("Save").click();
        assertThat(console.button("View: Mine <b>bold</b>")).isVisible();
        JsonNode kept = admin.get(VIEWS).expect(200).json().path("views").path(0);
        assertThat(kept.path("sort").asText()).isEqualTo("seen");
        assertThat(kept.path("order").asText()).isEqualTo("desc");
        assertThat(kept.path("search").asText()).isEqualTo(name);

        console.open("/");
        assertThat(console.page()).hasURL(Pattern.compile("search=.*sort=seen&order=desc"));
        assertThat(head("Last seen")).hasAttribute("aria-sort", "descending");
        console.open("/devices");
        assertThat(head("Last seen")).not().hasAttribute("aria-sort", Pattern.compile(".+"));
        console.button("Saved views").click();
        look("devices-views", "light-" + WIDE);
        item("Mine").click();
        assertThat(head("Last seen")).hasAttribute("aria-sort", "descending");

        console.button("View: Mine <b>bold</b>").click();
        item("Change saved views").click();
        console.answer("Begin with all devices").waitFor();
        look("devices-views-change", "light-" + WIDE);
        console.answer("Delete Mine <b>bold</b>").click();
        assertThat(console.text("There is no view any more.")).isVisible();
        console.answer("Done").click();
        assertThat(admin.get(VIEWS).expect(200).json().path("views")).isEmpty();
    }
}
