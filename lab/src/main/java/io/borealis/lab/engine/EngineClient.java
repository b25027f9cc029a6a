package io.borealis.lab.engine;

import io.borealis.lab.run.Json;
import io.borealis.lab.run.LabException;
import io.borealis.lab.run.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The Engine's HTTP interface as an outsider sees it, over TLS that trusts the Engine's own CA and nothing else. As
 * nobody, or as one operator session. Immutable.
 */
public final class EngineClient {

    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(15);

    private final URI base;
    private final HttpClient http;
    private final Optional<String> accessToken;

    private EngineClient(URI base, HttpClient http, Optional<String> accessToken) {
        this.base = base;
        this.http = http;
        this.accessToken = accessToken;
    }

    /** A client without a login. */
    public static EngineClient of(URI base, Path caCertificate) {
        HttpClient http = HttpClient.newBuilder()
                .sslContext(trusting(caCertificate))
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        return new EngineClient(base, http, Optional.empty());
    }

    private static SSLContext trusting(Path caCertificate) {
        try (InputStream pem = Files.newInputStream(caCertificate)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException unusable) {
            throw new LabException("cannot trust " + caCertificate, unusable);
        }
    }

    /** Logs in: a new operator session at each call. */
    public EngineClient login(Account account) {
        EngineReply reply = tryLogin(account.username(), account.password()).expect(200);
        return withToken(reply.field("access_token"));
    }

    public EngineReply tryLogin(String username, String password) {
        return post("/api/auth/login", Map.of("username", username, "password", Secrets.know(password)));
    }

    public EngineClient withToken(String token) {
        return new EngineClient(base, http, Optional.of(Secrets.know(token)));
    }

    /** What it proves itself by; nobody has none. */
    public Optional<String> accessToken() {
        return accessToken;
    }

    public EngineReply connect(String agentId) {
        return post("/api/tunnel/connect", Map.of("agent_id", agentId));
    }

    public EngineReply status(String agentId) {
        return get("/api/tunnel/status?agent_id=" + agentId);
    }

    public EngineReply disconnect(String agentId) {
        return delete("/api/tunnel/disconnect?agent_id=" + agentId);
    }

    /** Ends the tunnel for everybody; an administrator's right. */
    public EngineReply disconnectAll(String agentId) {
        return delete("/api/tunnel/disconnect?all=true&agent_id=" + agentId);
    }

    /** Replaces what the Engine may reach on a device. */
    public EngineReply permit(String agentId, List<String> ports) {
        return put("/api/devices/" + agentId + "/ports", Map.of("ports", ports));
    }

    public EngineReply get(String path) {
        return send("GET", path, BodyPublishers.noBody(), Map.of());
    }

    public EngineReply delete(String path) {
        return send("DELETE", path, BodyPublishers.noBody(), Map.of());
    }

    public EngineReply post(String path, Object body) {
        return postText(path, Json.write(body));
    }

    public EngineReply put(String path, Object body) {
        return send("PUT", path, BodyPublishers.ofString(Json.write(body)), Map.of("Content-Type", "application/json"));
    }

    /** Posts exactly this text as JSON, whatever it is. */
    public EngineReply postText(String path, String body) {
        return send("POST", path, BodyPublishers.ofString(body), Map.of("Content-Type", "application/json"));
    }

    public EngineReply send(String method, String path, BodyPublisher body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(LONGEST_ANSWER)
                .method(method, body);
        accessToken.ifPresent(token -> request.header("Authorization", "Bearer " + token));
        headers.forEach(request::header);
        try {
            return EngineReply.of(http.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException unreachable) {
            throw new LabException(method + " " + path + " got no answer: " + unreachable.getMessage(), unreachable);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted in " + method + " " + path, stopped);
        }
    }

    /** A single-use ticket for a terminal of the tunnel. */
    public String terminalTicket(String tunnelId) {
        return Secrets.know(post("/api/terminal/tickets", Map.of("tunnel_id", tunnelId))
                .expect(200)
                .field("ticket"));
    }

    /** A single-use ticket to attach to a terminal that this session opened in the tunnel. */
    public String terminalTicket(String tunnelId, String terminalId) {
        return Secrets.know(askForTicket(tunnelId, terminalId).expect(200).field("ticket"));
    }

    /** Asks for a ticket to attach to a terminal. */
    public EngineReply askForTicket(String tunnelId, String terminalId) {
        return post("/api/terminal/tickets", Map.of("tunnel_id", tunnelId, "terminal_id", terminalId));
    }

    /** Goes on with a terminal at an offset of its output, with a fresh ticket and a window of the usual size. */
    public TerminalClient attach(String tunnelId, String terminalId, long from) {
        TerminalClient socket = terminal(tunnelId, terminalTicket(tunnelId, terminalId), 80, 25);
        socket.attach(terminalId, from);
        return socket;
    }

    /** Shares a terminal of this session; {@code may} is {@code watch} or {@code type}. */
    public EngineReply share(String terminalId, String with, String may) {
        return put("/api/terminals/" + terminalId + "/shares/" + with, Map.of("may", may));
    }

    /** Takes it back. */
    public EngineReply takeBack(String terminalId, String from) {
        return delete("/api/terminals/" + terminalId + "/shares/" + from);
    }

    /** The terminals of a tunnel that this session may see. */
    public EngineReply terminals(String tunnelId) {
        return get("/api/terminals?tunnel_id=" + tunnelId);
    }

    /** Opens a terminal with a fresh ticket. */
    public TerminalClient terminal(String tunnelId) {
        return terminal(tunnelId, terminalTicket(tunnelId), 80, 25);
    }

    public TerminalClient terminal(String tunnelId, String ticket, int columns, int rows) {
        return TerminalClient.open(
                http,
                webSocket("/ws/terminal/" + tunnelId + "?ticket=" + URLEncoder.encode(ticket, StandardCharsets.UTF_8)
                        + "&columns=" + columns + "&rows=" + rows));
    }

    /** Looks on from now on; the last event that was told before may be named to go on after it. */
    public EventsClient events(Optional<String> after) {
        return EventsClient.open(
                this,
                accessToken.orElseThrow(),
                "/ws/events" + after.map(position -> "?after=" + position).orElse(""));
    }

    /** The address of a WebSocket of the Engine. */
    public URI webSocket(String path) {
        return URI.create("wss" + base.resolve(path).toString().substring("https".length()));
    }

    public HttpClient http() {
        return http;
    }

    public URI base() {
        return base;
    }
}
