package io.borealis.protocol;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Optional;

/**
 * JSON that breaks a rule of ours before anything looks at its meaning. Names the field at fault, never its value; the
 * message is a sentence with cause and cure.
 */
public final class IllFormedJsonException extends JsonProcessingException {

    /** Which rule was broken. */
    public enum Rule {
        /** The bytes are not UTF-8. */
        UTF_8,
        /** A text holds what {@link Text} refuses. */
        TEXT,
        /** An object names one field twice. */
        ONE_KEY_ONCE
    }

    private final Rule rule;
    private final String field;
    private final Optional<Text.Fault> fault;

    private IllFormedJsonException(
            Rule rule, String field, Optional<Text.Fault> fault, String sentence, JsonLocation where) {
        super(sentence, where);
        this.rule = rule;
        this.field = field;
        this.fault = fault;
    }

    static IllFormedJsonException notUtf8(JsonLocation where) {
        return new IllFormedJsonException(
                Rule.UTF_8, "body", Optional.empty(), "the text is not UTF-8; send JSON in UTF-8", where);
    }

    static IllFormedJsonException badText(String field, Text.Fault fault, JsonLocation where) {
        return new IllFormedJsonException(
                Rule.TEXT, field, Optional.of(fault), "the text holds " + fault.words() + "; leave it out", where);
    }

    static IllFormedJsonException twice(String key, JsonLocation where) {
        return new IllFormedJsonException(
                Rule.ONE_KEY_ONCE, key, Optional.empty(), "an object names a field twice; send it once", where);
    }

    public Rule rule() {
        return rule;
    }

    /** What a text holds that it must not; empty for the other rules. */
    public Optional<Text.Fault> fault() {
        return fault;
    }

    /** The field at fault as the sender wrote it, or {@code body}. Untrusted text. */
    public String field() {
        return field;
    }
}
