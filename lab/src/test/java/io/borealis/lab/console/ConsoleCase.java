package io.borealis.lab.console;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.borealis.lab.Lab;
import io.borealis.lab.LabCase;
import io.borealis.lab.Legs;
import io.borealis.lab.engine.Account;
import io.borealis.lab.run.Leg;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** One page in a browser of its own, on a shared lab. */
abstract class ConsoleCase extends LabCase {

    static final int WIDE = 1280;
    static final int NARROW = 390;

    private static final boolean PICTURES = Boolean.getBoolean("borealis.pictures");

    /** A browser has much to do on processors that other lanes keep busy. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static @Nullable Browser browser;

    /** The page's browser profile: its cookies, its network. */
    protected BrowserContext context;

    protected ConsolePage console;

    /** The first device's host name, which is what the console calls it. */
    protected String name;

    /** The Engine's address as the browser knows it. */
    protected String base;

    private final List<BrowserContext> others = new ArrayList<>();

    /** Where a class is tried; the story with the PowerShell of Windows itself is on the other leg. */
    void chooseTheLeg() {
        Legs.only(Leg.QUICK, "the browser is the same, and what is behind it is tested there by the other classes");
    }

    @BeforeEach
    void openABrowser() {
        chooseTheLeg();
        base = lab.engine().url(lab.cable(Lab.DESK).orElseThrow().hubAddress()).toString();
        name = admin.get("/api/devices/" + first.id()).expect(200).field("hostname");
        context = anew(ColorScheme.LIGHT, WIDE);
        console = new ConsolePage(context, base);
    }

    /** Another profile and an empty page take the place of those before. */
    protected void visit(ColorScheme theme, int width) {
        context.close();
        context = anew(theme, width);
        console = new ConsolePage(context, base);
    }

    /** Another tab of the same browser. */
    protected ConsolePage alongside() {
        return new ConsolePage(context, base);
    }

    /** Somebody else at another machine, signed in. */
    protected ConsolePage beside(Account account, String path) {
        BrowserContext other = anew(ColorScheme.LIGHT, WIDE);
        others.add(other);
        ConsolePage page = new ConsolePage(other, base);
        page.open(path);
        page.signIn(account);
        return page;
    }

    private BrowserContext anew(ColorScheme theme, int width) {
        Browser open = browser == null ? new Browser(lab) : browser;
        browser = open;
        BrowserContext fresh = open.anew(theme, width, 900);
        fresh.setDefaultTimeout(PATIENCE.toMillis());
        // what is asserted does not take the context's
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE.toMillis());
        return fresh;
    }

    /**
     * How wide the pages of a theme are looked at. Colours go with the theme and layout with the width, so each is walked
     * once; in every combination where pictures are taken.
     */
    protected static int[] widths(ColorScheme theme) {
        if (PICTURES) {
            return new int[] {WIDE, NARROW};
        }
        return new int[] {theme == ColorScheme.LIGHT ? WIDE : NARROW};
    }

    /** A page that stands, which must be accessible and have said nothing; where pictures are taken, its picture. */
    protected void look(String what, String kind) {
        look(console, what, kind);
    }

    /** The same of somebody else's page. */
    protected void look(ConsolePage page, String what, String kind) {
        if (PICTURES) {
            Path folder = lab.run().tree().resolve("lab/target/console");
            page.picture(folder.resolve(what + "-" + kind + ".png"));
        }
        page.assertAccessible(what + ", " + kind);
        page.assertNoComplaint();
    }

    @AfterEach
    void leave() {
        others.forEach(BrowserContext::close);
        if (context != null) {
            context.close();
        }
    }

    @AfterAll
    static void closeTheBrowser() {
        if (browser != null) {
            browser.close();
            browser = null;
        }
    }
}
