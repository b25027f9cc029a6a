package io.borealis.engine.activity.history;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Where one export is written: UTF-8, digested up to its last line. For one thread; whoever gave the stream closes it. */
public final class ExportOutput {
    private final OutputStream out;
    private final DigestOutputStream digested;

    public ExportOutput(OutputStream out) {
        this.out = out;
        try {
            this.digested = new DigestOutputStream(out, MessageDigest.getInstance("SHA-256"));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** @throws IOException when who reads is gone */
    public void write(String text) throws IOException {
        digested.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The SHA-256 of every byte so far, in hexadecimal. Once: it begins anew then. */
    public String digest() {
        return HexFormat.of().formatHex(digested.getMessageDigest().digest());
    }

    /** Writes the last line, which no digest is over, and flushes. @throws IOException when who reads is gone */
    public void end(String line) throws IOException {
        out.write(line.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
