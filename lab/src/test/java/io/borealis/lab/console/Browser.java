package io.borealis.lab.console;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import io.borealis.lab.Lab;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Debian's Chromium, built without windows, on the lab's desk, driven by the Node.js that builds the console. For one
 * thread; whoever makes it closes it.
 */
final class Browser implements AutoCloseable {

    private static final String CHROMIUM = "/usr/bin/chromium-headless-shell";

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;

    Browser(Lab lab) {
        Path driver = lab.run().tree().resolve("Dependencies/target/playwright");
        System.setProperty("playwright.cli.dir", driver.toString());
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        chromium = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(
                                lab.cable(Lab.DESK).orElseThrow().leaf().program("chromium", List.of(CHROMIUM)))
                        .setArgs(List.of("--no-sandbox", "--disable-gpu")));
    }

    /** Nobody was there before: no cookie, nothing stored. The Engine's certificate is the lab's own. */
    BrowserContext anew(ColorScheme theme, int width, int height) {
        return chromium.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setIgnoreHTTPSErrors(true)
                .setColorScheme(theme)
                .setViewportSize(width, height)
                .setLocale("en-GB")
                .setReducedMotion(com.microsoft.playwright.options.ReducedMotion.REDUCE));
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }
}
