package io.borealis.engine.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
    private final TrustedProxies proxies = TrustedProxies.parse(Optional.of("10.0.0.0/8, 2001:db8:1::/48,192.0.2.7"));

    private String caller(String peer, List<String> forwarded, List<String> forwardedFor) {
        return proxies.callerOf(peer, forwarded, forwardedFor);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "198.51.100.1 | 203.0.113.5             | 198.51.100.1 | a stranger's word counts for nothing",
                "10.0.0.1     | 203.0.113.5             | 203.0.113.5  | a proxy tells its caller",
                "10.0.0.1     | 1.2.3.4, 203.0.113.5    | 203.0.113.5  | left of the caller stands what the caller wrote",
                "10.0.0.1     | 203.0.113.5, 10.1.1.1   | 203.0.113.5  | a chain of proxies",
                "10.0.0.1     | 10.2.2.2, 10.1.1.1      | 10.2.2.2     | a proxy that is the caller itself",
                "10.0.0.1     | 203.0.113.5, unknown    | 10.0.0.1     | behind what cannot be read nobody is known",
                "10.0.0.1     | 203.0.113.5:4711        | 203.0.113.5  | with a port",
                "10.0.0.1     | 2001:db8::5             | 2001:db8:0:0:0:0:0:5 | IPv6",
                "10.0.0.1     | [2001:db8::5]:99        | 2001:db8:0:0:0:0:0:5 | IPv6 with a port",
                "10.0.0.1     | ::ffff:203.0.113.5      | 203.0.113.5  | IPv4 in IPv6",
                "10.0.0.1     | 1.2.3.999               | 10.0.0.1     | no address, and nothing to look up",
                "10.0.0.1     | evil.example            | 10.0.0.1     | a name is no address",
                "192.0.2.7    | 203.0.113.5             | 203.0.113.5  | a single trusted address",
                "192.0.2.8    | 203.0.113.5             | 192.0.2.8    | its neighbour is not",
                "2001:db8:1::9| 203.0.113.5             | 203.0.113.5  | a trusted IPv6 network",
            })
    void findsTheCallerBehindTrustedProxies(String peer, String forwardedFor, String caller, String why) {
        assertThat(caller(peer.strip(), List.of(), List.of(forwardedFor)))
                .as(why)
                .isEqualTo(caller);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "for=203.0.113.5;proto=https;by=10.0.0.1      | 203.0.113.5",
                "For=\"[2001:db8::5]:4711\"                   | 2001:db8:0:0:0:0:0:5",
                "for=1.2.3.4, for=203.0.113.5                 | 203.0.113.5",
                "for=\"1.2.3.4, for=9.9.9.9\", for=203.0.113.5 | 203.0.113.5",
                "for=_hidden                                  | 10.0.0.1",
                "proto=https                                  | 10.0.0.1",
            })
    void readsTheStandardHeader(String forwarded, String caller) {
        assertThat(caller("10.0.0.1", List.of(forwarded), List.of())).isEqualTo(caller);
    }

    @Test
    void believesNeitherOfTwoHeadersThatDiffer() {
        assertThat(caller("10.0.0.1", List.of("for=1.2.3.4"), List.of("203.0.113.5")))
                .isEqualTo("10.0.0.1");
        assertThat(caller("10.0.0.1", List.of("for=203.0.113.5"), List.of("203.0.113.5")))
                .isEqualTo("203.0.113.5");
    }

    @Test
    void joinsLinesInTheirOrder() {
        assertThat(caller("10.0.0.1", List.of(), List.of("1.2.3.4", "203.0.113.5")))
                .isEqualTo("203.0.113.5");
    }

    @Test
    void trustsNobodyUnlessTold() {
        assertThat(TrustedProxies.parse(Optional.empty())
                        .callerOf("10.0.0.1", List.of("for=1.2.3.4"), List.of("1.2.3.4")))
                .isEqualTo("10.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"proxy.example", "10.0.0.0/33", "10.0.0", "10.0.0.0/", "10.0.0.0/-1", "2001:db8::/129", "*"})
    void saysWhichEntryCannotBeRead(String entry) {
        assertThatThrownBy(() -> TrustedProxies.parse(Optional.of("10.0.0.1," + entry)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("borealis.trusted-proxies: " + entry);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "10.0.0.1     | /borealis             | /borealis            | the path of a proxy",
                "10.0.0.1     | /operations/borealis/ | /operations/borealis | with the slash that some write",
                "10.0.0.1     | /                     | ''                   | the root",
                "198.51.100.1 | /borealis             | ''                   | a stranger's word counts for nothing",
                "10.0.0.1     | //evil.example        | ''                   | would be another host",
                "10.0.0.1     | borealis              | ''                   | begins nowhere",
                "10.0.0.1     | /a/../b               | ''                   | leads elsewhere",
                "10.0.0.1     | /a/.                  | ''                   | leads elsewhere",
                "10.0.0.1     | /a\"><script>         | ''                   | would be markup",
                "10.0.0.1     | /a, /b                | ''                   | of two proxies nobody knows which",
                "10.0.0.1     | /a%2e%2e              | ''                   | escapes hide what they lead to",
            })
    void believesThePathOfATrustedProxyAlone(String peer, String header, String prefix, String why) {
        assertThat(proxies.prefixBy(peer, List.of(header))).as(why).isEqualTo(prefix);
    }

    @Test
    void believesNoneOfTwoPathsAndNoneThatIsTooLong() {
        assertThat(proxies.prefixBy("10.0.0.1", List.of("/a", "/a"))).isEmpty();
        assertThat(proxies.prefixBy("10.0.0.1", List.of())).isEmpty();
        assertThat(proxies.prefixBy("10.0.0.1", List.of("/" + "a".repeat(199)))).hasSize(200);
        assertThat(proxies.prefixBy("10.0.0.1", List.of("/" + "a".repeat(200)))).isEmpty();
    }
}
