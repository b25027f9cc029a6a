package io.borealis.lab.attack;

import static io.borealis.lab.attack.Attack.row;
import static io.borealis.lab.attack.Refusal.because;
import static io.borealis.lab.attack.Refusal.problem;

import io.borealis.lab.attack.RawConnection.Answer;
import io.borealis.lab.run.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** Guessing, locking others out, and filling the activity: each row comes from an address of its own. Not thread-safe. */
final class LoginAttacks implements Attacks {

    /** So many that the share of an address is used up, however slow the machine is. */
    private static final int MOST_GUESSES = 60;

    private static final int FLOOD = 150;
    private static final Refusal FEW_LINES = because("refused in ten lines a minute at most");

    private static final String DEVICE = "__Host-borealis-device";

    // given by the Engine before the attack; no secret of the lab
    private String ownCookie = "";

    @Override
    public List<Attack> rows() {
        return List.of(
                row(
                        "guess-one-name",
                        "login",
                        "a stranger",
                        "one password after the other for one name",
                        problem(429, "too_many_requests"),
                        ground -> last(ground, ground.stranger(1), MOST_GUESSES, i -> login("nobody-1", ""))),
                row(
                        "guess-forwarded-for",
                        "login",
                        "a stranger",
                        "another X-Forwarded-For with each guess",
                        problem(429, "too_many_requests"),
                        ground -> last(
                                ground,
                                ground.stranger(2),
                                MOST_GUESSES,
                                i -> login("nobody-2", "X-Forwarded-For: 198.51.100." + i + "\r\n"))),
                row(
                        "guess-forwarded",
                        "login",
                        "a stranger",
                        "another Forwarded with each guess",
                        problem(429, "too_many_requests"),
                        ground -> last(
                                ground,
                                ground.stranger(3),
                                MOST_GUESSES,
                                i -> login("nobody-3", "Forwarded: for=198.51.100." + i + "\r\n"))),
                row(
                        "guess-many-names",
                        "login",
                        "a stranger",
                        "another name with each guess",
                        problem(429, "too_many_requests"),
                        ground -> last(ground, ground.stranger(4), 3 * MOST_GUESSES, i -> login("nobody-4-" + i, ""))),
                row(
                        "guess-forged-cookie",
                        "login",
                        "a stranger",
                        "the cookie of a known device that he made himself",
                        problem(429, "too_many_requests"),
                        ground -> last(
                                ground,
                                ground.stranger(5),
                                MOST_GUESSES,
                                i -> login(
                                        "nobody-5",
                                        cookie("v1." + "A".repeat(22) + ".99999999999." + "A".repeat(43))))),
                row(
                                "guess-foreign-cookie",
                                "login",
                                "a stranger",
                                "a true cookie, but of another name",
                                problem(429, "too_many_requests"),
                                ground -> last(
                                        ground,
                                        ground.stranger(6),
                                        MOST_GUESSES,
                                        i -> login("nobody-6", cookie(ownCookie))))
                        .given(this::keepACookie),
                row(
                                "cookie-for-password",
                                "login",
                                "who holds a known device",
                                "its cookie and a wrong password",
                                problem(401, "login_refused"),
                                ground -> last(ground, ground.stranger(7), 1, i -> login("auditor", cookie(ownCookie))))
                        .given(this::keepACookie),
                row(
                        "fill-by-logins",
                        "activity",
                        "a stranger",
                        FLOOD + " wrong logins",
                        FEW_LINES,
                        ground -> flood(ground, ground.stranger(8), "login_refused", login("nobody-8", ""))),
                row(
                        "fill-by-tokens",
                        "activity",
                        "a stranger",
                        FLOOD + " assertions that prove nothing",
                        FEW_LINES,
                        ground -> flood(
                                ground,
                                ground.stranger(9),
                                "agent_token_refused",
                                post("/api/agent/token", "{\"client_assertion\":\"a.b.c\"}", ""))));
    }

    private static String login(String name, String headers) {
        return post("/api/auth/login", Json.write(Map.of("username", name, "password", "guessed")), headers);
    }

    private static String cookie(String value) {
        return "Cookie: " + DEVICE + "=" + value + "\r\n";
    }

    private static String post(String path, String body, String headers) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + headers
                + "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    /** How the last of so many requests from the address is answered, or the first that comes too soon. */
    private static Refusal last(Ground ground, String from, int times, IntFunction<String> request) throws IOException {
        Refusal refusal = Refusal.cut();
        for (int i = 0; i < times; i++) {
            try (RawConnection connection = RawConnection.open(ground.nobody(), from)) {
                Answer answer = connection.ask(request.apply(i));
                refusal = answer.refusal();
                if (answer.status() == 429) {
                    return answer.headers().containsKey("retry-after") ? refusal : because("429 without Retry-After");
                }
            }
        }
        return refusal;
    }

    private static Refusal flood(Ground ground, String from, String event, String request) throws IOException {
        Path log = ground.lab().engine().home().resolve("Engine/Logs/reverse_tunnel.log");
        long before = lines(log, event, from);
        long began = System.nanoTime();
        for (int i = 0; i < FLOOD / 50; i++) {
            try (RawConnection connection = RawConnection.open(ground.nobody(), from)) {
                for (int j = 0; j < 50; j++) {
                    int status = connection.ask(request).status();
                    if (status != 401 && status != 429) {
                        return because("answered " + status);
                    }
                }
            }
        }
        long written = lines(log, event, from) - before;
        // one minute was running, and one more began with each full one
        long minutes = TimeUnit.NANOSECONDS.toMinutes(System.nanoTime() - began) + 2;
        return written <= 10 * minutes ? FEW_LINES : because("refused in " + written + " lines");
    }

    private static long lines(Path log, String event, String from) throws IOException {
        return Files.readAllLines(log).stream()
                .filter(line -> line.contains(" " + event + " ") && line.contains("from=\"" + from + "\""))
                .filter(line -> !line.contains(" more from "))
                .count();
    }

    private void keepACookie(Ground ground) throws IOException {
        var account = ground.lab().account("auditor");
        String body = Json.write(Map.of("username", account.username(), "password", account.password()));
        try (RawConnection connection = RawConnection.open(ground.nobody(), ground.stranger(10))) {
            Answer answer = connection.ask(post("/api/auth/login", body, ""));
            String cookie = answer.headers().getOrDefault("set-cookie", "");
            if (!cookie.startsWith(DEVICE + "=") || !cookie.contains("HttpOnly") || !cookie.contains("Secure")) {
                throw new IOException("a granted login (" + answer.status() + ") set no proper cookie: " + cookie);
            }
            ownCookie = cookie.substring(DEVICE.length() + 1, cookie.indexOf(';'));
        }
    }
}
