package io.borealis.engine.access.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.borealis.engine.TestClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IssuerDocumentsTest {
    private final TestClock clock = new TestClock();
    private final AtomicInteger discoveries = new AtomicInteger();
    private final AtomicInteger keyReads = new AtomicInteger();
    private HttpServer server;
    private String issuer;
    private volatile String document = "";
    private volatile int status = 200;
    private IssuerDocuments documents;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        issuer = "http://127.0.0.1:" + server.getAddress().getPort();
        server.createContext("/.well-known/openid-configuration", exchange -> {
            discoveries.incrementAndGet();
            byte[] body = document.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Location", issuer + "/elsewhere");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/keys", exchange -> {
            keyReads.incrementAndGet();
            byte[] body = "{\"keys\":[]}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        document = of(issuer, issuer + "/keys");
        documents = new IssuerDocuments(issuer, new IssuerHttp(Optional.empty()), clock);
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private String of(String who, String keys) {
        return "{\"issuer\":\"" + who + "\",\"authorization_endpoint\":\"" + issuer + "/auth\",\"token_endpoint\":\""
                + issuer + "/token\",\"jwks_uri\":\"" + keys + "\"}";
    }

    private void unusable(String words) {
        clock.advance(Duration.ofSeconds(6));
        assertThatThrownBy(documents::endpoints)
                .isInstanceOf(IssuerUnreachableException.class)
                .hasMessageContaining(words);
    }

    @Test
    void believesNoDocumentThatIsAnothersOrUnsafeOrTooLarge() {
        document = of("https://idp.example", issuer + "/keys");
        unusable("another issuer");
        document = of(issuer, "http://idp.example/keys");
        unusable("no safe jwks_uri");
        document = of(issuer, "no address");
        unusable("no safe jwks_uri");
        document = "[]";
        unusable("no discovery document");
        document = " ".repeat(IssuerHttp.MOST_BYTES + 1);
        unusable("did not answer");
        document = of(issuer, issuer + "/keys");
        status = 302;
        unusable("answered 302");
        status = 503;
        unusable("answered 503");
    }

    @Test
    void asksAgainWhenItWasOutAndNotBeforeAWhile() throws Exception {
        status = 503;
        assertThat(documents.isReachable()).isFalse();
        status = 200;
        assertThat(documents.isReachable())
                .as("nobody waits for it again at once")
                .isFalse();
        assertThat(discoveries).hasValue(1);
        clock.advance(Duration.ofSeconds(6));
        assertThat(documents.isReachable()).isTrue();
        assertThat(documents.isReachable()).isTrue();
        assertThat(discoveries).hasValue(2);
        assertThat(documents.endpoints().basic()).isTrue();
        clock.advance(Duration.ofMinutes(11));
        documents.endpoints();
        assertThat(discoveries).hasValue(3);
        status = 503;
        clock.advance(Duration.ofSeconds(6));
        assertThat(documents.isReachable()).isFalse();
        assertThatThrownBy(documents::endpoints).isInstanceOf(IssuerUnreachableException.class);
        assertThat(documents.known()).as("where its logout is, is known still").isPresent();
    }

    @Test
    void unknownKeysAreNotLookedForMoreOftenThanEveryFewSeconds() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(documents.keys()).isEmpty();
            assertThat(documents.newerKeys()).isEmpty();
        }
        assertThat(keyReads).hasValue(1);
        clock.advance(Duration.ofSeconds(6));
        documents.newerKeys();
        documents.newerKeys();
        assertThat(keyReads).hasValue(2);
    }

    @Test
    void pendingSignInsAreOfOneBrowserOnceForTenMinutesAndBounded() {
        PendingSignIns pending = new PendingSignIns(clock);
        PendingSignIns.Pending one = pending.begin().orElseThrow();
        assertThat(one.toString()).doesNotContain(one.verifier()).doesNotContain(one.state());
        assertThat(pending.take(one.state(), "another")).isEmpty();
        assertThat(pending.take(one.state(), one.browser())).contains(one);
        assertThat(pending.take(one.state(), one.browser())).isEmpty();
        PendingSignIns.Pending late = pending.begin().orElseThrow();
        clock.advance(PendingSignIns.LIFE);
        assertThat(pending.take(late.state(), late.browser())).isEmpty();
        for (int i = 0; i < PendingSignIns.MOST; i++) {
            assertThat(pending.begin()).isPresent();
        }
        assertThat(pending.begin()).isEmpty();
        clock.advance(PendingSignIns.LIFE);
        assertThat(pending.begin()).isPresent();
    }
}
