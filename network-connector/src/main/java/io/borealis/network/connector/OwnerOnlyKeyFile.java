package io.borealis.network.connector;

import io.borealis.protocol.tunnel.WireGuardKeyPair;
import io.borealis.protocol.tunnel.WireGuardSecret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** A key in a file that its owner alone can read: one line of Base64. Refuses a file that others can read or write. */
final class OwnerOnlyKeyFile implements KeyStorage {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final int LONGEST = 64;

    private final Path file;

    OwnerOnlyKeyFile(Path file) {
        this.file = file;
    }

    @Override
    public Optional<WireGuardKeyPair> load() throws IOException {
        requireOwners();
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        requirePlainAndPrivate();
        byte[] read = readAll();
        byte[] line = withoutLineEnd(read);
        byte[] key = new byte[0];
        try {
            key = Base64.getDecoder().decode(line);
            return Optional.of(WireGuardKeyPair.of(WireGuardSecret.copyOf(key)));
        } catch (IllegalArgumentException unusable) {
            throw new IOException(
                    "key file " + file + " does not hold the Base64 of 32 bytes: restore it from a backup,"
                            + " or move it away and a new key is made, which every agent learns with its next tunnel");
        } finally {
            Arrays.fill(read, (byte) 0);
            Arrays.fill(line, (byte) 0);
            Arrays.fill(key, (byte) 0);
        }
    }

    private void requireOwners() throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            throw new IOException("key file " + file + " would lie where files have no owner-only permissions:"
                    + " set keyFile to a file system that has them");
        }
    }

    private void requirePlainAndPrivate() throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(
                    "key file " + file + " is not a plain file: move it away or set keyFile to another path");
        }
        Set<PosixFilePermission> excess = EnumSet.noneOf(PosixFilePermission.class);
        excess.addAll(Files.getPosixFilePermissions(file));
        excess.removeAll(OWNER_ONLY);
        if (!excess.isEmpty()) {
            throw new IOException(
                    "key file " + file + " has the permissions "
                            + PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                            + ", so that others than its owner could use it: make a new key by moving it away, or run chmod 600");
        }
    }

    private byte[] readAll() throws IOException {
        try (SeekableByteChannel channel =
                Files.newByteChannel(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            ByteBuffer buffer = ByteBuffer.allocate(LONGEST);
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                // a key is one short line: what is longer is refused as no key
            }
            return buffer.array();
        }
    }

    private static byte[] withoutLineEnd(byte[] line) {
        int end = line.length;
        while (end > 0 && (line[end - 1] == 0 || line[end - 1] == '\n' || line[end - 1] == '\r')) {
            end--;
        }
        return Arrays.copyOf(line, end);
    }

    @Override
    public WireGuardKeyPair make() throws IOException {
        requireOwners();
        Path folder = folder();
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER));
        WireGuardKeyPair pair = WireGuardKeyPair.generate();
        Path unfinished = Files.createTempFile(
                folder, file.getFileName().toString(), ".new", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        try {
            write(unfinished, pair);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            return pair;
        } catch (IOException failure) {
            pair.close();
            throw failure;
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private Path folder() throws IOException {
        Path folder = file.getParent();
        if (folder == null) {
            throw new IOException("key file " + file + " lies in no folder: set keyFile to a path below one");
        }
        return folder;
    }

    private static void write(Path target, WireGuardKeyPair pair) throws IOException {
        byte[] key = pair.privateKey().reveal();
        byte[] line = Base64.getEncoder().encode(key);
        try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(line);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        } finally {
            Arrays.fill(key, (byte) 0);
            Arrays.fill(line, (byte) 0);
        }
    }
}
