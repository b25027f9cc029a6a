package io.borealis.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.borealis.web.Problem;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SessionCookieTest {

    private static String code(
            String method, @Nullable String console, @Nullable String origin, @Nullable String host) {
        return SessionCookie.faultOf(method, console, origin, host)
                .map(Problem::code)
                .orElse("");
    }

    @Test
    void readingNeedsNothingMore() {
        assertThat(SessionCookie.faultOf("GET", null, null, "engine:8443")).isEqualTo(Optional.empty());
        assertThat(SessionCookie.faultOf("HEAD", null, "https://evil.example", null))
                .isEmpty();
    }

    @Test
    void changingNeedsTheHeaderAndThePageOfThisHost() {
        assertThat(code("POST", "1", "https://engine:8443", "engine:8443")).isEmpty();
        assertThat(code("POST", null, "https://engine:8443", "engine:8443")).isEqualTo("console_header_required");
        assertThat(code("DELETE", "1", null, "engine:8443")).isEqualTo("origin_not_allowed");
        assertThat(code("PUT", "1", "https://engine:8443", null)).isEqualTo("origin_not_allowed");
        assertThat(code("PUT", "1", "http://engine:8443", "engine:8443")).isEqualTo("origin_not_allowed");
        assertThat(code("PATCH", "1", "https://engine", "engine:8443")).isEqualTo("origin_not_allowed");
        assertThat(code("POST", "1", "null", "null")).isEqualTo("origin_not_allowed");
    }
}
