package io.borealis.verify;

import io.borealis.protocol.ProtocolJson;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads an export line by line, each with the bytes that end it. Not thread-safe; {@link #close} closes the file. */
final class ExportFile implements AutoCloseable {
    private final InputStream in;

    ExportFile(Path file) throws IOException {
        this.in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    }

    /** The next line; the last one may lack its end. @throws FailedException when it is longer than any line of an export */
    Optional<byte[]> next() throws IOException, FailedException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        int one = in.read();
        while (one >= 0) {
            line.write(one);
            if (one == '\n') {
                break;
            }
            if (line.size() > ProtocolJson.MAX_DOCUMENT_BYTES) {
                throw new FailedException(Outcome.NO_EXPORT, "this is no export of the activity: a line is too long");
            }
            one = in.read();
        }
        return line.size() == 0 ? Optional.empty() : Optional.of(line.toByteArray());
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
