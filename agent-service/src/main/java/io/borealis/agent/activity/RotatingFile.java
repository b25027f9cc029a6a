package io.borealis.agent.activity;

import io.borealis.network.keys.ProtectedFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.logging.ErrorManager;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/**
 * A log file of bounded size with bounded predecessors: {@code x.log}, then {@code x.1.log} to {@code x.4.log}. Only
 * the owner may read it. While somebody holds one of them open on Windows, where it cannot be renamed then, the file
 * grows on; it is rotated later, and no line is lost. Thread-safe.
 */
final class RotatingFile extends Handler {

    private static final long MOST_BYTES = 5L * 1024 * 1024;
    private static final int PREDECESSORS = 4;
    private static final int ATTEMPTS_PER_SIZE = 16;

    private final Path file;
    private final long mostBytes;
    private FileChannel channel;
    private long rotatesAt;

    RotatingFile(Path file) throws IOException {
        this(file, MOST_BYTES);
    }

    RotatingFile(Path file, long mostBytes) throws IOException {
        this.file = file;
        this.mostBytes = mostBytes;
        this.rotatesAt = mostBytes;
        this.channel = open();
        setFormatter(new LineFormatter());
    }

    private FileChannel open() throws IOException {
        if (!Files.exists(file)) {
            ProtectedFiles.file(file);
        }
        return FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    @Override
    public synchronized void publish(LogRecord record) {
        if (!isLoggable(record)) {
            return;
        }
        try {
            ByteBuffer line = ByteBuffer.wrap(getFormatter().format(record).getBytes(StandardCharsets.UTF_8));
            if (!channel.isOpen()) {
                channel = open();
            }
            if (channel.size() + line.remaining() > rotatesAt) {
                rotate();
            }
            while (line.hasRemaining()) {
                channel.write(line);
            }
        } catch (IOException failed) {
            reportError("the log cannot be written", failed, ErrorManager.WRITE_FAILURE);
        }
    }

    // an open file cannot be renamed on Windows, whoever opened it
    private void rotate() throws IOException {
        long size = channel.size();
        channel.close();
        try {
            makeRoom();
            rotatesAt = mostBytes;
        } catch (FileSystemException held) {
            rotatesAt = size + mostBytes / ATTEMPTS_PER_SIZE;
        }
        channel = open();
    }

    /** Each file takes the next name, but for those beyond the first gap: one that an earlier attempt left. */
    private void makeRoom() throws IOException {
        int free = 1;
        while (free < PREDECESSORS && Files.exists(aged(free))) {
            free++;
        }
        for (int age = free - 1; age >= 0; age--) {
            Files.move(aged(age), aged(age + 1), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private Path aged(int age) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return age == 0 ? file : file.resolveSibling(name.substring(0, dot) + "." + age + name.substring(dot));
    }

    /** Every line is written at once. */
    @Override
    public void flush() {}

    @Override
    public synchronized void close() {
        try {
            channel.close();
        } catch (IOException failed) {
            reportError("the log cannot be closed", failed, ErrorManager.CLOSE_FAILURE);
        }
    }
}
