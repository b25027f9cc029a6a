package io.borealis.lab.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The console behind a reverse proxy that offers it under a path: pages, assets, requests, events and the terminal. */
class ConsoleProxyIT extends ConsoleCase {

    @Test
    void worksUnderThePathOfAProxy() throws Exception {
        try (PathProxy proxy = new PathProxy(lab)) {
            console = new ConsolePage(context, proxy.base());
            console.open("/devices/" + first.id() + "?tab=config");
            console.signIn(lab.account("operator"));
            assertThat(console.toggle("RDP")).not().isChecked();

            // an event comes by the path as well
            admin.permit(first.id(), List.of("tcp/3389", "udp/3389")).expect(200);
            assertThat(console.toggle("RDP")).isChecked();

            console.tab("PowerShell").click();
            console.button("Open PowerShell").click();
            console.type("echo through-$((40+2))");
            console.awaitOutput("through-42");

            // a reload stays where it was, and finds the same shell
            console.page().reload();
            console.awaitShell();
            console.awaitOutput("through-42");
            look("device-behind-a-proxy", "light-" + WIDE);
        }
    }
}
