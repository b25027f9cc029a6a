package io.borealis.lab.attack;

import static io.borealis.lab.attack.Attack.row;
import static io.borealis.lab.attack.Refusal.problem;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;

/** Access tokens that prove nothing, and one that proves somebody else: 401 and 403, never an error of the Engine. */
final class BearerAttacks implements Attacks {

    private static final String HEADER = "{\"alg\":\"EdDSA\",\"kid\":\"%s\",\"typ\":\"JWT\"}";

    @Override
    public List<Attack> rows() {
        return List.of(
                forged(
                        "token-unknown-key",
                        "a key id that nobody has",
                        token -> header(HEADER.formatted("nobody"), token)),
                forged(
                        "token-without-key-id",
                        "no key id",
                        token -> header("{\"alg\":\"EdDSA\",\"typ\":\"JWT\"}", token)),
                forged("token-algorithm-none", "the algorithm none", token -> {
                    String[] parts = header("{\"alg\":\"none\"}", token).split("\\.");
                    return parts[0] + "." + parts[1] + ".";
                }),
                forged("token-algorithm-hs256", "the algorithm HS256", token -> header("{\"alg\":\"HS256\"}", token)),
                forged("token-header-no-json", "a header that is no JSON", token -> header("no json", token)),
                forged("token-more-rights", "the role admin written into it", token -> {
                    String[] parts = token.split("\\.");
                    String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                            .replace("\"agent\"", "\"admin\"");
                    return parts[0] + "." + base64(claims) + "." + parts[2];
                }),
                forged(
                        "token-without-signature",
                        "no signature",
                        token -> token.substring(0, token.lastIndexOf('.') + 1)),
                forged("token-cut", "half of it", token -> token.substring(0, token.length() / 2)),
                forged("token-huge", "12,000 characters of claims", token -> {
                    String[] parts = token.split("\\.");
                    return parts[0] + "." + "A".repeat(12_000) + "." + parts[2];
                }),
                forged("token-dots", "dots alone", token -> "....."),
                forged("token-garbage", "a word", token -> "letmein"),
                row(
                        "agent-token-for-devices",
                        "access",
                        "an enrolled device",
                        "its own token to the API of operators",
                        problem(403, "forbidden"),
                        ground -> Refusal.of(ground.nobody()
                                .withToken(ground.device().accessToken())
                                .get("/api/devices"))),
                row(
                        "agent-token-ends-all",
                        "access",
                        "an enrolled device",
                        "DELETE disconnect?all=true with its own token",
                        problem(403, "forbidden"),
                        ground -> Refusal.of(ground.nobody()
                                .withToken(ground.device().accessToken())
                                .disconnectAll(ground.agent().id()))));
    }

    private static Attack forged(String id, String what, UnaryOperator<String> forge) {
        return row(
                id,
                "access",
                "nobody",
                "a token with " + what,
                problem(401, "unauthorized"),
                ground -> Refusal.of(ground.nobody()
                        .withToken(forge.apply(ground.device().accessToken()))
                        .disconnectAll(ground.agent().id())));
    }

    private static String header(String header, String token) {
        return base64(header) + token.substring(token.indexOf('.'));
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
