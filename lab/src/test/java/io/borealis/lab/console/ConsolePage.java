package io.borealis.lab.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.borealis.lab.engine.Account;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** One page of the console in a browser, by the words that an operator reads. Whatever its console or its policy says is kept. */
final class ConsolePage {

    /** The first question of a page is who is signed in, and a browser logs that nobody is. */
    private static final String WHO = "/api/account";

    private final Page page;
    private final String base;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    ConsolePage(BrowserContext context, String base) {
        this.page = context.newPage();
        this.base = base;
        page.onConsoleMessage(message -> {
            if (!(message.text().contains("401") && message.location().contains(WHO))) {
                complaints.add(message.type() + ": " + message.text() + " (" + message.location() + ")");
            }
        });
        page.onPageError(failure -> complaints.add("thrown: " + failure));
        page.onRequest(request -> {
            if (!request.url().startsWith(base) && !request.url().startsWith("blob:" + base)) {
                complaints.add("asked elsewhere: " + request.url());
            }
        });
    }

    Page page() {
        return page;
    }

    void open(String path) {
        page.navigate(base + path);
    }

    void signIn(Account account) {
        page.locator("#username").fill(account.username());
        page.locator("#password").fill(account.password());
        button("Sign in").click();
        button("Sign out").waitFor();
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator link(String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator tab(String name) {
        return page.getByRole(
                AriaRole.TAB, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator toggle(String name) {
        return page.getByRole(
                AriaRole.SWITCH, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator heading(String name) {
        return page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator text(String text) {
        return page.getByText(text).first();
    }

    /** A button of the question that is asked; what stands behind it is out of reach. */
    Locator answer(String name) {
        return page.getByRole(AriaRole.DIALOG)
                .last()
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    /** Goes to one of the pages that are always at hand; on a narrow screen they are behind a button. */
    void go(String name) {
        if (!link(name).isVisible()) {
            button("Show or hide the pages").click();
        }
        link(name).click();
    }

    /** Switches by the keyboard. */
    void flip(String name) {
        toggle(name).and(page.locator(":enabled")).press("Space");
    }

    /** Waits until a shell is on the screen and takes keys. */
    void awaitShell() {
        page.locator(".terminal[aria-busy=false] .xterm-rows").waitFor();
    }

    /** Types into the terminal; Enter ends it. */
    void type(String line) {
        awaitShell();
        page.locator(".xterm-helper-textarea").focus();
        page.keyboard().type(line);
        page.keyboard().press("Enter");
    }

    /** Waits until the terminal's screen has the text. */
    void awaitOutput(String text) {
        page.locator(".xterm-rows").getByText(text).first().waitFor();
    }

    void assertNoComplaint() {
        assertThat(complaints)
                .as("the browser's console and policy, and what was asked elsewhere")
                .isEmpty();
    }

    void assertAccessible(String what) {
        // the other mode opens a page of its own for what comes from frames, and there are none
        AxeResults found = new AxeBuilder(page).setLegacyMode(true).analyze();
        assertThat(found.getViolations().stream()
                        .map(rule -> rule.getId() + ": " + rule.getHelp() + " "
                                + rule.getNodes().stream()
                                        .map(node -> node.getHtml())
                                        .toList())
                        .toList())
                .as(what)
                .isEmpty();
    }

    void picture(Path file) {
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
    }
}
