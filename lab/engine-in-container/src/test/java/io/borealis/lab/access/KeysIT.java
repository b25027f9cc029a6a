package io.borealis.lab.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.borealis.lab.EngineEar;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Keys change while the server runs, and its own check of tokens knows the new one without a restart. */
@ExtendWith(ArquillianExtension.class)
class KeysIT {

    private static final String ACCESS = "/api/keys/access-token";

    @Deployment(testable = false)
    static EnterpriseArchive engine() {
        return EngineEar.asBuilt();
    }

    private static JsonNode ok(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return EngineHttp.json(answer);
    }

    private static HttpResponse<String> send(EngineHttp who, String method, String path) throws Exception {
        return who.send("admin", method, path, Optional.empty());
    }

    private static String keyIdOf(EngineHttp who) throws Exception {
        String token = who.authorization("admin").orElseThrow().substring("Bearer ".length());
        byte[] header = Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.')));
        String text = new String(header, StandardCharsets.UTF_8);
        return text.replaceAll(".*\"kid\":\"([0-9a-f]+)\".*", "$1");
    }

    @Test
    void whoeverIsSignedInNoticesNothingUntilTheOverlapEnds() throws Exception {
        for (int twice = 0; twice < 2; twice++) {
            EngineHttp before = new EngineHttp();
            String old = ok(send(before, "GET", ACCESS)).get("key_id").asText();
            assertThat(keyIdOf(before)).isEqualTo(old);

            JsonNode rotated = ok(send(before, "POST", ACCESS + "/rotate"));

            assertThat(rotated.get("state").asText()).isEqualTo("overlap");
            assertThat(rotated.get("previous_key_id").asText()).isEqualTo(old);
            EngineHttp after = new EngineHttp();
            assertThat(keyIdOf(after)).isEqualTo(rotated.get("key_id").asText()).isNotEqualTo(old);
            for (EngineHttp somebody : List.of(before, after)) {
                ok(send(somebody, "GET", "/api/keys"));
                assertThat(somebody.send("operator", "GET", "/api/devices", Optional.empty())
                                .statusCode())
                        .isEqualTo(200);
                assertThat(somebody.send("agent", "GET", "/api/devices", Optional.empty())
                                .statusCode())
                        .isEqualTo(403);
            }
            HttpResponse<String> again = send(after, "POST", ACCESS + "/rotate");
            assertThat(again.statusCode()).isEqualTo(409);
            assertThat(EngineHttp.json(again).get("code").asText()).isEqualTo("overlap_lasts");

            assertThat(ok(send(after, "DELETE", ACCESS + "/previous"))
                            .get("state")
                            .asText())
                    .isEqualTo("steady");

            HttpResponse<String> refused = send(before, "GET", ACCESS);
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(EngineHttp.json(refused).get("detail").asText()).contains("its key ended");
            ok(send(after, "GET", ACCESS));
            assertThat(EngineHttp.json(send(after, "DELETE", ACCESS + "/previous"))
                            .get("code")
                            .asText())
                    .isEqualTo("no_overlap");
        }
    }
}
