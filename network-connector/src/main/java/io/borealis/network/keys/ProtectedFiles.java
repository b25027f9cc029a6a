package io.borealis.network.keys;

import io.borealis.network.keys.windows.WindowsAccess;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.CopyOption;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Files and folders that only their owner may open: protected before the first byte is in them, replaced in one step.
 * On Windows what a service or an elevated process makes is owned by Administrators, SYSTEM among them.
 */
public final class ProtectedFiles {

    /** The one place that asks which system this is. */
    static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");

    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");
    private static final int MOST_BYTES = 64 * 1024;
    private static final int ATTEMPTS = 20;
    private static final int BETWEEN_ATTEMPTS_MILLIS = 100;

    private ProtectedFiles() {}

    /** Makes the folder and its parents where they are missing; new ones are protected. */
    public static Path folder(Path folder) throws IOException {
        Path normal = folder.toAbsolutePath().normalize();
        if (Files.isDirectory(normal)) {
            return normal;
        }
        if (WINDOWS) {
            WindowsAccess.makeFolders(normal);
            return normal;
        }
        Path parent = normal.getParent();
        if (parent != null) {
            folder(parent);
        }
        try {
            Files.createDirectory(normal, attributes("rwx------"));
        } catch (FileAlreadyExistsException raced) {
            if (!Files.isDirectory(normal)) {
                throw raced;
            }
        }
        return normal;
    }

    /**
     * As {@link #folder}, and looks at what is there: nobody else may put a file in it.
     *
     * @throws IOException one sentence with the cure, when others may, or when it leads to another place
     */
    public static Path privateFolder(Path folder) throws IOException {
        Path made = folder(folder);
        requirePrivateFolder(made);
        return made;
    }

    static void requirePrivateFolder(Path folder) throws IOException {
        requirePlainFolder(folder);
        if (WINDOWS) {
            WindowsAccess.requirePrivateFolder(folder);
            return;
        }
        Set<PosixFilePermission> granted = Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS);
        if (granted.contains(PosixFilePermission.GROUP_WRITE) || granted.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new IOException("folder " + folder + " has the permissions " + PosixFilePermissions.toString(granted)
                    + ", so that others than its owner could replace the keys in it: run chmod 700 on it");
        }
    }

    /** Makes an empty protected file. */
    public static Path file(Path file) throws IOException {
        Files.createFile(file, attributes("rw-------"));
        keepForOwner(file);
        return file;
    }

    /**
     * The content of a file that only its owner can use; at most 64 KiB.
     *
     * @throws java.nio.file.NoSuchFileException when there is none
     * @throws IOException one sentence with the cure, when it is no plain file or others could use it as well
     */
    public static byte[] read(Path file) throws IOException {
        requirePrivateFile(file);
        try (SeekableByteChannel channel =
                Files.newByteChannel(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            long size = channel.size();
            if (size > MOST_BYTES) {
                throw new IOException(file + " is larger than " + MOST_BYTES + " bytes: restore it from a backup");
            }
            ByteBuffer content = ByteBuffer.allocate((int) size);
            while (content.hasRemaining()) {
                if (channel.read(content) < 0) {
                    throw new IOException(file + " became shorter while it was read: start again");
                }
            }
            return content.array();
        }
    }

    /** Writes the content to disk beside the file, then puts it in the file's place in one step. */
    public static void replace(Path file, byte[] content) throws IOException {
        put(file, content, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * As {@link #replace}, where there was no file.
     *
     * @throws FileAlreadyExistsException when there is one, which stays
     */
    public static void create(Path file, byte[] content) throws IOException {
        put(file, content);
    }

    // one at a time: what a crash left of an earlier attempt is removed, what another thread writes is not
    private static synchronized void put(Path file, byte[] content, CopyOption... way) throws IOException {
        Path target = file.toAbsolutePath();
        Path fresh = target.resolveSibling("." + target.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        try {
            try (FileChannel out = FileChannel.open(file(fresh), StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(content);
                while (rest.hasRemaining()) {
                    out.write(rest);
                }
                out.force(true);
            }
            move(fresh, target, way);
        } finally {
            Files.deleteIfExists(fresh);
        }
        Path parent = target.getParent();
        if (!WINDOWS && parent != null) {
            // the new name itself must survive a loss of power
            try (FileChannel directory = FileChannel.open(parent, StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }

    /** Refuses what is no folder, or leads to one elsewhere. */
    private static void requirePlainFolder(Path folder) throws IOException {
        BasicFileAttributes found = attributesOf(folder);
        if (!found.isDirectory() || found.isOther()) {
            throw new IOException(folder + " is not a plain folder: put one in its place, not a link or a junction");
        }
    }

    private static void requirePrivateFile(Path file) throws IOException {
        BasicFileAttributes found = attributesOf(file);
        if (!found.isRegularFile() || found.isOther()) {
            throw new IOException(file + " is not a plain file: move it away, or name the file itself");
        }
        if (WINDOWS) {
            WindowsAccess.requirePrivateFile(file);
            return;
        }
        Set<PosixFilePermission> granted = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
        if (!OWNER.containsAll(granted)) {
            throw new IOException(file + " has the permissions " + PosixFilePermissions.toString(granted)
                    + ", so that others than its owner could use it: make what is in it anew, or run chmod 600");
        }
    }

    private static BasicFileAttributes attributesOf(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static void move(Path fresh, Path target, CopyOption... way) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                Files.move(fresh, target, way);
                return;
            } catch (AtomicMoveNotSupportedException impossible) {
                throw new IOException(
                        "the file system of " + target + " cannot replace a file in one step", impossible);
            } catch (FileAlreadyExistsException there) {
                throw there;
            } catch (FileSystemException held) {
                if (!WINDOWS) {
                    throw held;
                }
                if (attempt == ATTEMPTS) {
                    throw new IOException(
                            target + " cannot be replaced while another program holds it open (" + held.getReason()
                                    + "): close it there, then try again",
                            held);
                }
                pause();
            }
        }
    }

    // whoever looks at a new file, as virus scanners and backups do, lets go of it soon
    private static void pause() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_ATTEMPTS_MILLIS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped while another program held a file open");
        }
    }

    private static FileAttribute<?>[] attributes(String permissions) {
        return !WINDOWS
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static void keepForOwner(Path path) throws IOException {
        if (!WINDOWS) {
            return;
        }
        AclFileAttributeView view = Files.getFileAttributeView(path, AclFileAttributeView.class);
        if (view == null) {
            throw new IOException("the file system of " + path + " knows no owners; use NTFS");
        }
        view.setAcl(List.of(AclEntry.newBuilder()
                .setType(AclEntryType.ALLOW)
                .setPrincipal(view.getOwner())
                .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                .build()));
    }
}
