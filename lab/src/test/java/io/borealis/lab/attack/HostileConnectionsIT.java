package io.borealis.lab.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.lab.LabCase;
import io.borealis.lab.engine.EngineClient;
import io.borealis.lab.engine.EngineReply;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * With many more hostile connections than the Engine has threads, whoever has a right to ends all tunnels within a second,
 * and agents stay.
 */
class HostileConnectionsIT extends LabCase {

    private static final int CONNECTIONS = 200;
    private static final int AT_ONCE = 32;
    private static final Duration ANSWERED = Duration.ofSeconds(1);
    private static final String POST =
            "POST /api/auth/login HTTP/1.1\r\nHost: engine\r\nContent-Type: application/json\r\n";

    /** What a hostile connection does after it was opened. */
    enum Kind {
        SAYS_NOTHING_AT_ALL(""),
        SAYS_NOTHING_OVER_TLS(""),
        HALF_A_HEAD("POST /api/auth/login HTTP/1.1\r\nHost:"),
        ONE_BYTE_OF_A_BODY(POST + "Content-Length: 5000\r\n\r\n{"),
        ONE_CHUNK_OF_A_BODY(POST + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"),
        ASKS_AND_DOES_NOT_READ("GET / HTTP/1.1\r\nHost: engine\r\n\r\n".repeat(200)),
        ASKS_WITHOUT_TOKEN_AND_DOES_NOT_READ("GET /api/devices HTTP/1.1\r\nHost: engine\r\n\r\n".repeat(200)),
        ASKS_FOR_THE_DESCRIPTION_AND_DOES_NOT_READ("GET /openapi HTTP/1.1\r\nHost: engine\r\n\r\n".repeat(20)),
        LOGS_IN(POST + "Content-Length: 31\r\n\r\n{\"username\":\"x\",\"password\":\"y\"}");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void anAdministratorEndsAllWithinASecond(Kind kind) throws Exception {
        up(operator, first);
        List<Closeable> hostile = open(kind);
        try {
            assertThat(hostile).hasSize(CONNECTIONS);
            long start = System.nanoTime();
            EngineReply answer = admin.disconnectAll(first.id());
            Duration took = Duration.ofNanos(System.nanoTime() - start);

            answer.expect(200);
            assertThat(took).isLessThan(ANSWERED);
            assertThat(statusOf(first)).isEqualTo("down");
            for (var agent : lab.agents()) {
                assertThat(admin.get("/api/devices/" + agent.id())
                                .json()
                                .path("connected")
                                .asBoolean())
                        .as(agent.id())
                        .isTrue();
            }
        } finally {
            for (Closeable connection : hostile) {
                connection.close();
            }
        }
        // whoever comes from the same address is served again: nothing of them is counted any more
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(lab.engine().client().get("/").status()).isEqualTo(200));
    }

    private List<Closeable> open(Kind kind) throws Exception {
        EngineClient engine = lab.engine().client();
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<Closeable>> opening = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                opening.add(threads.submit(() -> open(kind, engine)));
            }
            List<Closeable> open = new ArrayList<>();
            for (Future<Closeable> connection : opening) {
                open.add(connection.get());
            }
            return open;
        } finally {
            threads.shutdownNow();
        }
    }

    private static Closeable open(Kind kind, EngineClient engine) throws IOException {
        if (kind == Kind.SAYS_NOTHING_AT_ALL) {
            return RawConnection.tcp(engine);
        }
        RawConnection connection = RawConnection.open(engine);
        connection.say(kind.words);
        return connection;
    }
}
