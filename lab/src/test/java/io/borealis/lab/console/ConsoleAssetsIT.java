package io.borealis.lab.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.borealis.lab.LabCase;
import io.borealis.lab.Legs;
import io.borealis.lab.run.Leg;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a browser is given before it runs anything. */
class ConsoleAssetsIT extends LabCase {

    private static final Pattern SCRIPT = Pattern.compile("src=\"\\./(assets/[^\"]+\\.js)\"");
    /** Of what stands between a browser and the first list of devices. */
    private static final int LARGEST_SCRIPT = 160 * 1024;

    @BeforeEach
    void readOnOneLeg() {
        Legs.only(Leg.QUICK, "the same WAR is deployed there");
    }

    private HttpResponse<byte[]> get(String path, String encoding) throws IOException, InterruptedException {
        return admin.http()
                .send(
                        HttpRequest.newBuilder(URI.create(admin.base() + path))
                                .header("Accept-Encoding", encoding)
                                .build(),
                        BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @Test
    void isThePageAtEachOfItsAddressesAndNeverKept() throws Exception {
        byte[] home = get("/", "identity").body();
        for (String path : new String[] {
            "/",
            "/devices",
            "/devices/" + first.id() + "?tab=powershell",
            "/tunnels",
            "/activity",
            "/reports?report=acts",
            "/approvals?tab=codes",
            "/profile",
            "/accounts/nobody",
            "/settings"
        }) {
            HttpResponse<byte[]> page = get(path, "identity");

            assertThat(page.statusCode()).as(path).isEqualTo(200);
            assertThat(page.body()).as(path).isEqualTo(home);
            assertThat(header(page, "Cache-Control")).as(path).isEqualTo("no-store");
            assertThat(header(page, "Content-Security-Policy"))
                    .as(path)
                    .startsWith("default-src 'none'")
                    .doesNotContain("unsafe")
                    .contains("require-trusted-types-for 'script'");
        }
    }

    @Test
    void believesNoStrangerWhereItIs() throws Exception {
        HttpResponse<String> page = admin.http()
                .send(
                        HttpRequest.newBuilder(URI.create(admin.base() + "/devices"))
                                .header("X-Forwarded-Prefix", "/elsewhere")
                                .build(),
                        BodyHandlers.ofString());

        assertThat(page.body()).contains("<base href=\"/\">").doesNotContain("elsewhere");
    }

    @Test
    void keepsAssetsForEverAndSendsThemPacked() throws Exception {
        Matcher named = SCRIPT.matcher(new String(get("/", "identity").body(), StandardCharsets.UTF_8));
        assertThat(named.find()).isTrue();
        String script = "/" + named.group(1);

        HttpResponse<byte[]> plain = get(script, "identity");
        HttpResponse<byte[]> packed = get(script, "gzip, deflate, br");

        assertThat(header(plain, "Content-Type")).startsWith("text/javascript");
        assertThat(header(plain, "Content-Encoding")).isEmpty();
        assertThat(header(packed, "Content-Encoding")).isEqualTo("gzip");
        assertThat(header(packed, "Cache-Control")).contains("immutable");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
                .isEqualTo(plain.body());
        assertThat(packed.body().length).isLessThan(LARGEST_SCRIPT);
    }

    @Test
    void servesNothingElse() throws Exception {
        for (String path : new String[] {
            "/assets/",
            "/assets/none.js",
            "/assets/..%2fWEB-INF/web.xml",
            "/assets/../WEB-INF/web.xml",
            "/WEB-INF/web.xml",
            "/elsewhere"
        }) {
            assertThat(get(path, "gzip").statusCode()).as(path).isEqualTo(404);
        }
    }
}
