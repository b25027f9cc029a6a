package io.borealis.lab.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Allowed ports: what they are for, who changed them last, and two people at once. */
class ConsolePortsIT extends ConsoleCase {

    private static final String HOSTILE = "Jenkins <b onmouseover=alert(1)>bold</b>";

    private void openAs(String account) {
        console.open("/devices/" + first.id() + "?tab=config");
        console.signIn(lab.account(account));
        assertThat(console.toggle("RDP")).isVisible();
    }

    private JsonNode stored() {
        return admin.get("/api/devices/" + first.id() + "/ports").expect(200).json();
    }

    @Test
    void keepsWhatAPortIsForAndWhoChangedTheListLast() {
        openAs("admin");
        console.page().locator("#own-rule").fill("tcp/8080");
        console.page().locator("#own-comment").fill(HOSTILE);
        console.button("Save").click();

        assertThat(console.button("Remove tcp/8080")).isVisible();
        assertThat(console.text(HOSTILE)).isVisible();
        assertThat(console.text("Last changed by admin")).isVisible();
        assertThat(console.page().locator("#own-rule")).hasValue("");
        assertThat(stored().path("comments").path("tcp/8080").asText()).isEqualTo(HOSTILE);

        console.button("Comment on tcp/8080").click();
        assertThat(console.page().locator("#own-comment")).hasValue(HOSTILE);
        console.page().locator("#own-comment").fill("");
        console.button("Save").click();
        assertThat(console.text(HOSTILE)).hasCount(0);
        assertThat(stored().path("comments")).isEmpty();
        assertThat(stored().path("ports").get(0).asText()).isEqualTo("tcp/8080");
        look("device-ports", "light-" + WIDE);
    }

    @Test
    void showsTheDefaultsBeforeItGoesBackToThem() {
        admin.permit(first.id(), List.of("tcp/8080")).expect(200);
        openAs("operator");
        String defaults = stored().path("default_ports").toString();

        console.button("Reset to defaults").click();
        assertThat(console.text("Not saved yet")).isVisible();
        assertThat(console.text("Will close, comments included: tcp/8080")).isVisible();
        assertThat(console.toggle("VNC")).isChecked();
        assertThat(console.toggle("VNC")).isDisabled();
        look("device-ports-reset", "light-" + WIDE);
        assertThat(stored().path("ports").toString()).isEqualTo("[\"tcp/8080\"]");
        console.button("Discard").click();
        assertThat(console.button("Remove tcp/8080")).isVisible();
        assertThat(console.toggle("VNC")).not().isChecked();

        console.button("Reset to defaults").click();
        console.button("Save").click();
        assertThat(console.text("These are the defaults of the device’s system"))
                .isVisible();
        assertThat(console.button("Reset to defaults")).hasCount(0);
        assertThat(stored().path("defaults").asBoolean()).isTrue();
        assertThat(stored().path("ports").toString()).isEqualTo(defaults);
        assertThat(stored().path("changed_by").asText()).isEqualTo("operator");
    }

    @Test
    void tellsWhatSomebodyElseDidAndKeepsWhatWasTyped() {
        admin.permit(first.id(), List.of("tcp/3389", "udp/3389", "tcp/8080")).expect(200);
        openAs("operator");
        console.button("Comment on tcp/8080").click();
        console.page().locator("#own-comment").fill("mine");
        AtomicBoolean done = new AtomicBoolean();
        console.page().route("**/api/devices/*/ports", route -> {
            if (route.request().method().equals("PUT") && !done.getAndSet(true)) {
                admin.permit(first.id(), List.of("tcp/3389", "udp/3389", "tcp/22"))
                        .expect(200);
            }
            route.resume();
        });

        console.button("Save").click();

        assertThat(console.text("Somebody else changed this list meanwhile")).isVisible();
        assertThat(console.text("Open now: tcp/22")).isVisible();
        assertThat(console.text("Closed now: tcp/8080")).isVisible();
        assertThat(console.page().locator("#own-rule")).hasValue("tcp/8080");
        assertThat(console.page().locator("#own-comment")).hasValue("mine");
        assertThat(stored().path("ports").toString()).isEqualTo("[\"tcp/22\",\"tcp/3389\",\"udp/3389\"]");

        console.flip("RDP");
        assertThat(console.text("Saved.")).isVisible();
        assertThat(stored().path("ports").toString()).isEqualTo("[\"tcp/22\"]");
        assertThat(stored().path("changed_by").asText()).isEqualTo("operator");
    }
}
