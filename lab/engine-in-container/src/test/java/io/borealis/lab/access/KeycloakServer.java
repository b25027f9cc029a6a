package io.borealis.lab.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A real Keycloak on loopback, with a realm of its own, that trusts the Engine's authority and nothing else. */
final class KeycloakServer implements AutoCloseable {

    private static final String ADMIN = "boss";
    private static final String ADMIN_PASSWORD = "only-for-this-test";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path home = Path.of(System.getProperty("keycloak.home"));
    private final URI base = URI.create("http://127.0.0.1:" + System.getProperty("port.keycloak"));
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Process process;

    private KeycloakServer(Process process) {
        this.process = process;
    }

    static KeycloakServer start() throws IOException {
        Path home = Path.of(System.getProperty("keycloak.home"));
        String realm = Files.readString(Path.of("src/test/resources/realm.json"))
                .replace("@ENGINE@", "https://localhost:" + System.getProperty("port.https"));
        forget(home.resolve("data"));
        Files.createDirectories(home.resolve("data/import"));
        Files.writeString(home.resolve("data/import/borealis-realm.json"), realm);
        ProcessBuilder builder = new ProcessBuilder(
                        "bash",
                        home.resolve("bin/kc.sh").toString(),
                        "start-dev",
                        "--http-host=127.0.0.1",
                        "--http-port=" + System.getProperty("port.keycloak"),
                        "--cache=local",
                        "--truststore-paths="
                                + Path.of(System.getProperty("borealis.home"), "Engine/Certificates/ca.pem")
                                        .toAbsolutePath(),
                        "--import-realm")
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("server.log").toFile());
        builder.environment().put("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx512m");
        builder.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN);
        builder.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", ADMIN_PASSWORD);
        KeycloakServer server = new KeycloakServer(builder.start());
        Awaitility.await("Keycloak, which says in " + home + "/server.log how it goes")
                .atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofSeconds(1))
                .until(server::isUp);
        return server;
    }

    /** An earlier run had another realm: other ports, and what was done in it. */
    private static void forget(Path data) throws IOException {
        if (Files.exists(data)) {
            try (Stream<Path> all = Files.walk(data)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }

    private boolean isUp() throws IOException, InterruptedException {
        if (!process.isAlive()) {
            throw new IllegalStateException("Keycloak ended: " + Files.readString(home.resolve("server.log")));
        }
        try {
            return send(request("/realms/borealis/.well-known/openid-configuration")
                                    .GET())
                            .statusCode()
                    == 200;
        } catch (ConnectException notYet) {
            return false;
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(60));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    /** An access token of somebody for what a client of the realm asks for. */
    String token(String client, String username) throws IOException, InterruptedException {
        return token("borealis", client, username, username + "-of-a-test");
    }

    private String token(String realm, String client, String username, String password)
            throws IOException, InterruptedException {
        String form = form(Map.of(
                "grant_type",
                "password",
                "client_id",
                client,
                "username",
                username,
                "password",
                password,
                "scope",
                "openid"));
        HttpResponse<String> answer = send(request("/realms/" + realm + "/protocol/openid-connect/token")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("Keycloak gave no token: " + answer.body());
        }
        return JSON.readTree(answer.body()).get("access_token").asText();
    }

    static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private HttpResponse<String> administer(String method, String path, Optional<String> body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request("/admin/realms/borealis" + path)
                .header("Authorization", "Bearer " + token("master", "admin-cli", ADMIN, ADMIN_PASSWORD))
                .header("Content-Type", "application/json")
                .method(method, body.map(BodyPublishers::ofString).orElse(BodyPublishers.noBody()));
        HttpResponse<String> answer = send(request);
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(path + " was answered by " + answer.statusCode() + " " + answer.body());
        }
        return answer;
    }

    /** The realm signs with another key from now on. */
    void rotateKeys() throws IOException, InterruptedException {
        String realm = JSON.readTree(administer("GET", "", Optional.empty()).body())
                .get("id")
                .asText();
        administer(
                "POST",
                "/components",
                Optional.of(
                        "{\"name\":\"newer\",\"providerId\":\"rsa-generated\",\"providerType\":"
                                + "\"org.keycloak.keys.KeyProvider\",\"parentId\":\"" + realm + "\",\"config\":"
                                + "{\"priority\":[\"1000\"],\"enabled\":[\"true\"],\"active\":[\"true\"],\"keySize\":[\"2048\"]}}"));
    }

    /** Somebody is signed out of everything there. */
    void signOut(String username) throws IOException, InterruptedException {
        JsonNode users = JSON.readTree(administer("GET", "/users?exact=true&username=" + username, Optional.empty())
                .body());
        administer("POST", "/users/" + users.get(0).get("id").asText() + "/logout", Optional.empty());
    }

    /** Stops it: whoever asks finds nobody. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stopping) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
