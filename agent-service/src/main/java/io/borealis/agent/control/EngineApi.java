package io.borealis.agent.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.borealis.protocol.ProtocolJson;
import io.borealis.protocol.device.AccessToken;
import io.borealis.protocol.device.AccessTokenRequest;
import io.borealis.protocol.device.EnrollmentReply;
import io.borealis.protocol.device.EnrollmentRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The Engine's HTTPS side as an agent uses it. Every answer is bounded in size and time. Thread-safe. */
public final class EngineApi {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int NOT_FOUND = 404;

    private final ObjectMapper json = ProtocolJson.mapper();
    private final URI engine;
    private final HttpClient http;
    private final EngineClock clock;

    public EngineApi(URI engine, SSLContext trust, EngineClock clock) {
        this.engine = engine;
        this.clock = clock;
        this.http = HttpClient.newBuilder()
                .sslContext(trust)
                .sslParameters(EngineTrust.parameters())
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(PATIENCE)
                .build();
    }

    public EnrollmentReply enroll(EnrollmentRequest request)
            throws IOException, InterruptedException, EngineRefusedException {
        return post("/api/agent/enroll", request, EnrollmentReply.class);
    }

    /** Where an earlier request stands. */
    public EnrollmentReply enrollment(String requestId)
            throws IOException, InterruptedException, EngineRefusedException {
        String path = "/api/agent/enroll/" + URLEncoder.encode(requestId, StandardCharsets.UTF_8);
        return exchange(request(path).GET().build(), EnrollmentReply.class);
    }

    public AccessToken accessToken(String clientAssertion)
            throws IOException, InterruptedException, EngineRefusedException {
        return post("/api/agent/token", new AccessTokenRequest(clientAssertion), AccessToken.class);
    }

    /** Opens the control channel. */
    WebSocket openChannel(AccessToken token, WebSocket.Listener listener)
            throws IOException, InterruptedException, EngineRefusedException {
        URI address = URI.create("wss://" + engine.getRawAuthority() + "/ws/agent");
        var opening = http.newWebSocketBuilder()
                .header("Authorization", "Bearer " + token.accessToken())
                .connectTimeout(PATIENCE)
                .buildAsync(address, listener);
        try {
            return opening.get(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException silent) {
            opening.cancel(true);
            throw new IOException("the Engine did not open the control channel in time", silent);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof WebSocketHandshakeException refused) {
                if (refused.getResponse().statusCode() == NOT_FOUND) {
                    throw notThereYet();
                }
                throw new EngineRefusedException(refused.getResponse().statusCode(), "", "no control channel");
            }
            throw new IOException("the control channel cannot be opened: " + failed.getCause(), failed);
        }
    }

    // While an Engine starts, its server answers already: 404, and not in the Engine's form. That passes in seconds.
    private IOException notThereYet() {
        return new IOException("the server at " + engine + " answers, the Engine in it does not yet");
    }

    private static boolean isFromTheEngine(HttpResponse<?> response) {
        return response.headers().firstValue("Content-Type").orElse("").startsWith("application/problem+json");
    }

    private <T> T post(String path, Object body, Class<T> answer)
            throws IOException, InterruptedException, EngineRefusedException {
        HttpRequest request = request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
                .build();
        return exchange(request, answer);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(engine.resolve(path))
                .timeout(PATIENCE)
                .header("Accept", "application/json, application/problem+json");
    }

    private <T> T exchange(HttpRequest request, Class<T> answer)
            throws IOException, InterruptedException, EngineRefusedException {
        HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        byte[] body;
        try (InputStream stream = response.body()) {
            body = stream.readNBytes(ProtocolJson.MAX_DOCUMENT_BYTES + 1);
        }
        response.headers().firstValue("Date").ifPresent(this::learnTime);
        if (body.length > ProtocolJson.MAX_DOCUMENT_BYTES) {
            throw new IOException("the Engine's answer is larger than " + ProtocolJson.MAX_DOCUMENT_BYTES + " bytes");
        }
        if (response.statusCode() == NOT_FOUND && !isFromTheEngine(response)) {
            throw notThereYet();
        }
        if (response.statusCode() / 100 != 2) {
            throw new EngineRefusedException(
                    response.statusCode(), textOf(body, "code").orElse(""), detailOf(body));
        }
        try {
            return json.readValue(body, answer);
        } catch (JsonProcessingException notOurs) {
            throw new IOException(
                    "what answers at " + engine + " is not an Engine of this version: " + notOurs.getOriginalMessage(),
                    notOurs);
        }
    }

    private void learnTime(String date) {
        try {
            clock.setCoarse(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeParseException noTime) {
            // an Engine that tells no time leaves the clock as it was
        }
    }

    private String detailOf(byte[] problem) {
        return textOf(problem, "detail", "title", "code").orElse("no reason given");
    }

    /** The first of the fields that the document has. */
    private Optional<String> textOf(byte[] problem, String... fields) {
        try {
            JsonNode document = json.readTree(problem);
            for (String field : fields) {
                @Nullable JsonNode value = document == null ? null : document.get(field);
                if (value != null && value.isTextual()) {
                    return Optional.of(value.asText());
                }
            }
        } catch (IOException notAProblemDocument) {
            // the status alone must do
        }
        return Optional.empty();
    }
}
