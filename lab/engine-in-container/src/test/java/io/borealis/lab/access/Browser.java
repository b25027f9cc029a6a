package io.borealis.lab.access;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What somebody does in a browser: goes where he is sent, fills in a form, keeps cookies for each host. */
final class Browser {

    private static final Pattern FORM = Pattern.compile("<form[^>]*id=\"kc-form-login\"[^>]*action=\"([^\"]+)\"");

    private final HttpClient http;
    private final URI engine;
    private final Map<String, Map<String, String>> cookies = new HashMap<>();

    Browser(HttpClient http, URI engine) {
        this.http = http;
        this.engine = engine;
    }

    HttpResponse<String> get(URI address) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(address).GET(), address);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return get(engine.resolve(path));
    }

    /** As a page of the Engine does it. */
    HttpResponse<String> post(String path) throws IOException, InterruptedException {
        URI address = engine.resolve(path);
        return send(
                HttpRequest.newBuilder(address)
                        .header("X-Borealis-Console", "1")
                        .header("Origin", engine.toString())
                        .POST(BodyPublishers.noBody()),
                address);
    }

    private HttpResponse<String> send(HttpRequest.Builder request, URI address)
            throws IOException, InterruptedException {
        Map<String, String> own = cookies.computeIfAbsent(address.getAuthority(), any -> new TreeMap<>());
        if (!own.isEmpty()) {
            request.header(
                    "Cookie",
                    own.entrySet().stream()
                            .map(each -> each.getKey() + "=" + each.getValue())
                            .collect(Collectors.joining("; ")));
        }
        HttpResponse<String> answer =
                http.send(request.timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString());
        for (String line : answer.headers().allValues("Set-Cookie")) {
            String pair = line.split(";", 2)[0];
            String name = pair.substring(0, pair.indexOf('='));
            String value = pair.substring(pair.indexOf('=') + 1);
            if (value.isEmpty() || line.contains("Max-Age=0")) {
                own.remove(name);
            } else {
                own.put(name, value);
            }
        }
        return answer;
    }

    boolean has(String cookie) {
        return cookies.getOrDefault(engine.getAuthority(), Map.of()).containsKey(cookie);
    }

    /** Begins at the Engine, signs in at the issuer, and stands before the way back. */
    URI signInThere(String username) throws IOException, InterruptedException {
        HttpResponse<String> away = get("/api/auth/oidc/start");
        if (away.statusCode() != 303) {
            throw new IllegalStateException("the Engine answered " + away.statusCode() + " " + away.body());
        }
        URI issuer = URI.create(away.headers().firstValue("Location").orElseThrow());
        HttpResponse<String> page = get(issuer);
        Matcher form = FORM.matcher(page.body());
        if (page.statusCode() == 200 && form.find()) {
            URI action = URI.create(form.group(1).replace("&amp;", "&"));
            page = send(
                    HttpRequest.newBuilder(action)
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(BodyPublishers.ofString(KeycloakServer.form(
                                    Map.of("username", username, "password", username + "-of-a-test")))),
                    action);
        }
        if (page.statusCode() != 302) {
            throw new IllegalStateException("the issuer answered " + page.statusCode() + " " + page.body());
        }
        return URI.create(page.headers().firstValue("Location").orElseThrow());
    }

    HttpResponse<String> signIn(String username) throws IOException, InterruptedException {
        return get(signInThere(username));
    }
}
