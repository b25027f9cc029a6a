package io.borealis.protocol.control;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.borealis.protocol.IllFormedJsonException;
import io.borealis.protocol.MalformedValueException;
import io.borealis.protocol.ProtocolJson;
import io.borealis.protocol.control.MalformedMessageException.Reason;
import io.borealis.protocol.tunnel.WireGuardKey;
import io.borealis.protocol.tunnel.WireGuardSecret;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;

/**
 * Reads and writes control messages: JSON, one message a text frame, unknown fields refused, at most
 * {@link #MAX_MESSAGE_CHARS} characters. The only place where a {@link WireGuardSecret} becomes text. Thread-safe.
 */
public final class ControlCodec {

    /** No control message is longer; longer text is refused before it is parsed. */
    public static final int MAX_MESSAGE_CHARS = 16 * 1024;

    private final ObjectMapper mapper = ProtocolJson.mapper()
            .registerModule(new SimpleModule()
                    .addSerializer(new SecretWriter())
                    .addDeserializer(WireGuardSecret.class, new SecretReader()));

    public String encode(ControlMessage message) {
        try {
            return mapper.writeValueAsString(message);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("every control message can be written", impossible);
        }
    }

    /** Reads what the Engine sent. */
    public ToAgent decodeToAgent(String text) throws MalformedMessageException {
        return decode(text, ToAgent.class);
    }

    /** Reads what an agent sent. */
    public ToEngine decodeToEngine(String text) throws MalformedMessageException {
        return decode(text, ToEngine.class);
    }

    private <M extends ControlMessage> M decode(String text, Class<M> direction) throws MalformedMessageException {
        if (text.length() > MAX_MESSAGE_CHARS) {
            throw new MalformedMessageException(
                    "message", Reason.TOO_LARGE, text.length() + " of at most " + MAX_MESSAGE_CHARS + " characters");
        }
        try {
            M message = mapper.readValue(text, direction);
            if (message == null) {
                throw new MalformedMessageException("message", Reason.NOT_JSON, "null is no message");
            }
            return message;
        } catch (IllFormedJsonException illFormed) {
            throw illFormed(illFormed);
        } catch (UnrecognizedPropertyException unknown) {
            throw new MalformedMessageException(
                    unknown.getPropertyName(), Reason.UNKNOWN_FIELD, "this version does not know the field");
        } catch (InvalidTypeIdException unknown) {
            throw new MalformedMessageException(
                    "type", Reason.UNKNOWN_TYPE, "no message of this direction has this type");
        } catch (JsonMappingException bad) {
            if (bad.getCause() instanceof IllFormedJsonException illFormed) {
                throw illFormed(illFormed);
            }
            throw new MalformedMessageException(where(bad), why(bad), detail(bad));
        } catch (JsonProcessingException notJson) {
            throw new MalformedMessageException("message", Reason.NOT_JSON, "the text is not JSON");
        }
    }

    private static MalformedMessageException illFormed(IllFormedJsonException text) {
        return new MalformedMessageException(
                text.field(),
                text.rule() == IllFormedJsonException.Rule.ONE_KEY_ONCE ? Reason.DUPLICATE_FIELD : Reason.BAD_TEXT,
                text.getOriginalMessage());
    }

    private static String where(JsonMappingException bad) {
        var path = bad.getPath();
        for (int i = path.size() - 1; i >= 0; i--) {
            String field = path.get(i).getFieldName();
            if (field != null) {
                return field;
            }
        }
        return "message";
    }

    private static Reason why(JsonMappingException bad) {
        return bad.getOriginalMessage().startsWith("Missing")
                        || bad.getOriginalMessage().startsWith("Null value for creator property")
                ? Reason.MISSING_FIELD
                : Reason.BAD_VALUE;
    }

    private static String detail(JsonMappingException bad) {
        for (Throwable cause = bad; cause != null; cause = cause.getCause()) {
            if (cause instanceof MalformedValueException precise) {
                return String.valueOf(precise.getMessage());
            }
        }
        return "the value does not fit the field, or the field is missing";
    }

    private static final class SecretWriter extends StdSerializer<WireGuardSecret> {
        SecretWriter() {
            super(WireGuardSecret.class);
        }

        @Override
        public void serialize(WireGuardSecret secret, JsonGenerator out, SerializerProvider provider)
                throws IOException {
            byte[] bytes = secret.reveal();
            out.writeString(Base64.getEncoder().encodeToString(bytes));
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static final class SecretReader extends StdDeserializer<WireGuardSecret> {
        SecretReader() {
            super(WireGuardSecret.class);
        }

        @Override
        public WireGuardSecret deserialize(JsonParser in, DeserializationContext context) throws IOException {
            byte[] bytes;
            try {
                bytes = Base64.getDecoder().decode(in.getText());
            } catch (IllegalArgumentException notBase64) {
                bytes = new byte[0];
            }
            if (bytes.length != WireGuardKey.LENGTH) {
                throw JsonMappingException.from(in, "a WireGuard secret must be Base64 of 32 bytes");
            }
            WireGuardSecret secret = WireGuardSecret.copyOf(bytes);
            Arrays.fill(bytes, (byte) 0);
            return secret;
        }
    }
}
