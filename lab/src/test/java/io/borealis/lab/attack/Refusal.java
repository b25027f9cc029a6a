package io.borealis.lab.attack;

import io.borealis.lab.engine.EngineReply;
import java.util.regex.Pattern;

/**
 * How the Engine said no, in words that two refusals are compared by. Immutable.
 *
 * @param words such as {@code 401 unauthorized} or {@code closed 4400}
 */
record Refusal(String words) {

    private static final Pattern INSIDES =
            Pattern.compile("Exception|\\tat |io\\.borealis\\.|org\\.jboss|undertow|java\\.");
    private static final int SHOWN = 200;

    /** A problem document of this status and code. */
    static Refusal problem(int status, String code) {
        return new Refusal(status + " " + code);
    }

    /** The WebSocket was closed with this code. */
    static Refusal closed(int code) {
        return new Refusal("closed " + code);
    }

    /** The connection ended without an answer. */
    static Refusal cut() {
        return new Refusal("cut");
    }

    /** Anything else that the row itself has looked at, such as an offer that was answered by a word of the protocol. */
    static Refusal because(String words) {
        return new Refusal(words);
    }

    /** What the answer amounts to; one that is no proper problem document equals no expected refusal. */
    static Refusal of(EngineReply reply) {
        boolean proper = reply.status() >= 400
                && reply.contentType().startsWith("application/problem+json")
                && reply.json().path("status").asInt() == reply.status()
                && !reply.field("code").isBlank()
                && !reply.field("title").isBlank()
                && !reply.field("detail").isBlank();
        if (!proper) {
            return new Refusal(
                    "no problem document: " + reply.status() + " " + reply.contentType() + " " + shown(reply));
        }
        if (INSIDES.matcher(reply.text()).find()) {
            return new Refusal("shows the inside of the Engine: " + shown(reply));
        }
        return problem(reply.status(), reply.field("code"));
    }

    private static String shown(EngineReply reply) {
        return reply.text().substring(0, Math.min(SHOWN, reply.text().length()));
    }

    @Override
    public String toString() {
        return words;
    }
}
