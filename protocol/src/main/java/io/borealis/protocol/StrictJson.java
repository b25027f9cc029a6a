package io.borealis.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.ObjectCodec;
import com.fasterxml.jackson.core.io.IOContext;
import java.io.ByteArrayInputStream;
import java.io.DataInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Makes parsers that read UTF-8 and nothing else, as RFC 8259 has it: Jackson by itself guesses UTF-16 and UTF-32, and
 * takes overlong forms and encoded surrogates for characters. Each parser is a {@link StrictParser}.
 */
final class StrictJson extends JsonFactory {

    private static final long serialVersionUID = 1L;

    StrictJson(JsonFactoryBuilder settings) {
        super(settings);
    }

    private StrictJson(StrictJson same, ObjectCodec codec) {
        super(same, codec);
    }

    @Override
    public JsonFactory copy() {
        return new StrictJson(this, _objectCodec);
    }

    @Override
    protected JsonParser _createParser(InputStream bytes, IOContext context) throws IOException {
        Reader strict = new InputStreamReader(
                bytes,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
        return _createParser(strict, context);
    }

    @Override
    protected JsonParser _createParser(byte[] bytes, int offset, int length, IOContext context) throws IOException {
        return _createParser(new ByteArrayInputStream(bytes, offset, length), context);
    }

    @Override
    protected JsonParser _createParser(Reader characters, IOContext context) throws IOException {
        return new StrictParser(super._createParser(characters, context));
    }

    @Override
    protected JsonParser _createParser(char[] text, int offset, int length, IOContext context, boolean recyclable)
            throws IOException {
        return new StrictParser(super._createParser(text, offset, length, context, recyclable));
    }

    @Override
    protected JsonParser _createParser(DataInput bytes, IOContext context) {
        throw new UnsupportedOperationException("nothing of ours reads a DataInput; its bytes would not be checked");
    }
}
