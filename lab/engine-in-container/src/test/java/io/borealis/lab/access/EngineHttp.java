package io.borealis.lab.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.DeviceKey;
import io.borealis.protocol.device.EnrollmentCode;
import io.borealis.protocol.device.EnrollmentRequest;
import io.borealis.protocol.token.ClientAssertion;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Talks to the Engine under test over TLS and holds one real access token for each role. */
final class EngineHttp {

    /** The roles of people. */
    static final List<String> PEOPLE = List.of("admin", "operator", "auditor");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http;
    private final URI base = URI.create("https://localhost:" + System.getProperty("port.https"));
    private final Map<String, String> tokens = new HashMap<>();
    private final DeviceId agentId;

    EngineHttp() throws IOException, GeneralSecurityException, InterruptedException {
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(20))
                .sslContext(trustingOnly(Path.of(System.getProperty("borealis.home"), "Engine/Certificates/ca.pem")))
                .build();
        for (String role : PEOPLE) {
            signIn(role);
        }
        Enrolled agent = enrol();
        agentId = agent.id();
        tokens.put("agent", agent.token());
    }

    /** A device that an agent enrolled, and the token that opens its channel. A credential. */
    record Enrolled(DeviceId id, String token) {
        @Override
        public String toString() {
            return "Enrolled[" + id + "]";
        }
    }

    private static SSLContext trustingOnly(Path ca) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream pem = Files.newInputStream(ca)) {
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** Another session of the one who has this role, in place of the one before. */
    void signIn(String role) throws IOException, InterruptedException {
        String name =
                switch (role) {
                    case "admin" -> "anna";
                    case "operator" -> "otto";
                    default -> "axel";
                };
        String body = JSON.writeValueAsString(Map.of("username", name, "password", name + "-" + role + "-of-a-test"));
        HttpResponse<String> answer = send("none", "POST", "/api/auth/login", Optional.of(body));
        if (answer.statusCode() == 503) {
            // A machine that is busy with other things: whoever is told to come again comes again
            answer = send("none", "POST", "/api/auth/login", Optional.of(body));
        }
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("the login of " + name + " was answered by " + answer.body());
        }
        tokens.put(role, json(answer).get("access_token").asText());
    }

    /** Signs in, and is that somebody from now on, under a role of this name. */
    HttpResponse<String> signIn(String as, String username, String password) throws IOException, InterruptedException {
        String body = JSON.writeValueAsString(Map.of("username", username, "password", password));
        HttpResponse<String> answer = send("none", "POST", "/api/auth/login", Optional.of(body));
        if (answer.statusCode() == 200) {
            tokens.put(as, json(answer).get("access_token").asText());
        }
        return answer;
    }

    /** Enrols one more device. */
    Enrolled enrol() throws IOException, GeneralSecurityException, InterruptedException {
        EnrollmentCode code = EnrollmentCode.parse(json(send(
                        "admin",
                        "POST",
                        "/api/enrollment/codes",
                        Optional.of("{\"life_seconds\":3600,\"auto_approve_seconds\":3600}")))
                .get("code")
                .asText());
        KeyPair key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        DeviceKey deviceKey = DeviceKey.of(key.getPublic());
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(key.getPrivate());
        signature.update(EnrollmentRequest.signingInput(code, deviceKey, "outside", "Windows 11", "1"));
        String request = JSON.writeValueAsString(Map.of(
                "code",
                code.reveal(),
                "device_key",
                deviceKey.toBase64(),
                "hostname",
                "outside",
                "os",
                "Windows 11",
                "agent_version",
                "1",
                "signature",
                Base64.getEncoder().encodeToString(signature.sign())));
        JsonNode reply = json(send("none", "POST", "/api/agent/enroll", Optional.of(request)));
        DeviceId device = DeviceId.parse(reply.get("agent_id").asText());
        String proof = JSON.writeValueAsString(
                Map.of("client_assertion", ClientAssertion.sign(device, key.getPrivate(), Instant.now())));
        return new Enrolled(
                device,
                json(send("none", "POST", "/api/agent/token", Optional.of(proof)))
                        .get("access_token")
                        .asText());
    }

    DeviceId agentId() {
        return agentId;
    }

    /** Sends as somebody of the role; {@code none} sends no token, {@code forged} a token with a wrong signature. */
    HttpResponse<String> send(String role, String method, String path, Optional<String> body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .method(method, body.map(BodyPublishers::ofString).orElse(BodyPublishers.noBody()));
        body.ifPresent(json -> request.header("Content-Type", "application/json"));
        authorization(role).ifPresent(value -> request.header("Authorization", value));
        return http.send(request.build(), BodyHandlers.ofString());
    }

    Optional<String> authorization(String role) {
        if (role.equals("none")) {
            return Optional.empty();
        }
        if (role.equals("forged")) {
            String[] parts = token("admin").split("\\.");
            return Optional.of("Bearer " + parts[0] + "." + parts[1] + "." + "A".repeat(86));
        }
        return Optional.of("Bearer " + token(role));
    }

    private String token(String role) {
        return Optional.ofNullable(tokens.get(role)).orElseThrow();
    }

    URI webSocket(String path) {
        return URI.create("wss" + base.resolve(path).toString().substring("https".length()));
    }

    HttpClient http() {
        return http;
    }

    static JsonNode json(HttpResponse<String> response) throws IOException {
        return JSON.readTree(response.body());
    }
}
