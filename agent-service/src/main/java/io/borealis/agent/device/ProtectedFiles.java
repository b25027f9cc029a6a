package io.borealis.agent.device;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryFlag;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;

/**
 * Files and folders that only their owner may open: protected before the first byte is in them, replaced in one step.
 * On Windows what a service or an elevated process makes is owned by Administrators, SYSTEM among them.
 */
public final class ProtectedFiles {

    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private ProtectedFiles() {}

    /** Makes the folder and its parents where they are missing; new ones are protected. */
    public static Path folder(Path folder) throws IOException {
        Path normal = folder.toAbsolutePath().normalize();
        Path parent = normal.getParent();
        if (Files.isDirectory(normal)) {
            return normal;
        }
        if (parent != null) {
            folder(parent);
        }
        try {
            Files.createDirectory(normal, attributes("rwx------"));
            keepForOwner(normal);
        } catch (FileAlreadyExistsException raced) {
            if (!Files.isDirectory(normal)) {
                throw raced;
            }
        }
        return normal;
    }

    /** Makes an empty protected file. */
    public static Path file(Path file) throws IOException {
        Files.createFile(file, attributes("rw-------"));
        keepForOwner(file);
        return file;
    }

    /** Writes the content to disk beside the file, then puts it in the file's place in one step. */
    public static void replace(Path file, byte[] content) throws IOException {
        Path target = file.toAbsolutePath();
        Path fresh = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
        try {
            try (FileChannel out = FileChannel.open(file(fresh), StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(content);
                while (rest.hasRemaining()) {
                    out.write(rest);
                }
                out.force(true);
            }
            move(fresh, target);
        } finally {
            Files.deleteIfExists(fresh);
        }
        Path parent = target.getParent();
        if (POSIX && parent != null) {
            // the new name itself must survive a loss of power
            try (FileChannel directory = FileChannel.open(parent, StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }

    private static void move(Path fresh, Path target) throws IOException {
        try {
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException impossible) {
            throw new IOException("the file system of " + target + " cannot replace a file in one step", impossible);
        }
    }

    private static FileAttribute<?>[] attributes(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static void keepForOwner(Path path) throws IOException {
        if (POSIX) {
            return;
        }
        AclFileAttributeView view = Files.getFileAttributeView(path, AclFileAttributeView.class);
        if (view == null) {
            throw new IOException("the file system of " + path + " knows no owners; use NTFS");
        }
        AclEntry.Builder everythingForOwner = AclEntry.newBuilder()
                .setType(AclEntryType.ALLOW)
                .setPrincipal(view.getOwner())
                .setPermissions(EnumSet.allOf(AclEntryPermission.class));
        if (Files.isDirectory(path)) {
            everythingForOwner.setFlags(AclEntryFlag.FILE_INHERIT, AclEntryFlag.DIRECTORY_INHERIT);
        }
        view.setAcl(List.of(everythingForOwner.build()));
    }
}
