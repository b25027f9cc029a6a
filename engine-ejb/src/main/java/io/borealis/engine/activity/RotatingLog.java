package io.borealis.engine.activity;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A text file that is moved aside when it is full; only the newest few are kept, so it cannot fill a disk. A line
 * reaches the file whole, in one write. The file is open during a write only, because Windows moves no open file.
 * Thread-safe.
 */
final class RotatingLog {
    private final Path file;
    private final long fullAt;
    private final int kept;

    /** @param kept how many full files stay beside the one being written */
    RotatingLog(Path file, long fullAt, int kept) {
        this.file = file;
        this.fullAt = fullAt;
        this.kept = kept;
    }

    synchronized void append(String line) throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        if (size() >= fullAt) {
            rotate();
        }
        ByteBuffer whole = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            // A second turn comes only where the system took a part, as on a disk that is about to be full
            while (whole.hasRemaining()) {
                out.write(whole);
            }
        }
    }

    private long size() throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException notYet) {
            return 0;
        }
    }

    private void rotate() throws IOException {
        for (int older = kept - 1; older >= 1; older--) {
            if (Files.exists(numbered(older))) {
                Files.move(numbered(older), numbered(older + 1), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.move(file, numbered(1), StandardCopyOption.REPLACE_EXISTING);
    }

    private Path numbered(int n) {
        return file.resolveSibling(file.getFileName() + "." + n);
    }
}
