package io.borealis.protocol;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks at each key and each text before anybody else does, and refuses what is ill-formed. Every way to go on to the
 * next token leads through {@link #nextToken}, because {@link JsonParser}'s own do and the delegate's shortcuts are
 * undone here. Not thread-safe.
 */
final class StrictParser extends JsonParserDelegate {

    private final Deque<Set<String>> keys = new ArrayDeque<>();

    StrictParser(JsonParser parser) {
        super(parser);
    }

    @Override
    public @Nullable JsonToken nextToken() throws IOException {
        JsonToken token;
        try {
            token = super.nextToken();
        } catch (CharacterCodingException | CharConversionException notUtf8) {
            throw IllFormedJsonException.notUtf8(currentLocation());
        } catch (JsonParseException unreadable) {
            throw isLoneSurrogate(unreadable) ? badText(Text.Fault.LONE_SURROGATE) : unreadable;
        }
        if (token != null) {
            look(token);
        }
        return token;
    }

    private void look(JsonToken token) throws IOException {
        switch (token) {
            case START_OBJECT -> keys.push(new HashSet<>());
            case END_OBJECT -> keys.poll();
            case FIELD_NAME -> lookAtKey(currentName());
            case VALUE_STRING -> lookAtText(getText());
            default -> {
                // numbers, booleans, null and arrays have no text of their own
            }
        }
    }

    private void lookAtKey(String key) throws IOException {
        lookAtText(key);
        Set<String> seen = keys.peek();
        if (seen != null && !seen.add(key)) {
            throw IllFormedJsonException.twice(key, currentLocation());
        }
    }

    private void lookAtText(String text) throws IOException {
        Optional<Text.Fault> fault = Text.faultIn(text);
        if (fault.isPresent()) {
            throw badText(fault.get());
        }
    }

    private IllFormedJsonException badText(Text.Fault fault) throws IOException {
        String field = currentName();
        return IllFormedJsonException.badText(field == null ? "body" : field, fault, currentLocation());
    }

    // Jackson refuses it by itself in a key, from 2.21 on, and tells by its words alone
    private static boolean isLoneSurrogate(JsonParseException unreadable) {
        return unreadable.getOriginalMessage().contains("surrogate");
    }

    @Override
    public @Nullable JsonToken nextValue() throws IOException {
        JsonToken token = nextToken();
        return token == JsonToken.FIELD_NAME ? nextToken() : token;
    }

    @Override
    public JsonParser skipChildren() throws IOException {
        JsonToken token = currentToken();
        if (token == null || !token.isStructStart()) {
            return this;
        }
        int open = 1;
        while (open > 0) {
            JsonToken next = nextToken();
            if (next == null) {
                return this;
            }
            open += next.isStructStart() ? 1 : next.isStructEnd() ? -1 : 0;
        }
        return this;
    }
}
