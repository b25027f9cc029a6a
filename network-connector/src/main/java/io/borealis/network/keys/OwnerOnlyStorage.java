package io.borealis.network.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** Secrets in files of mode 600, in a folder where nobody else can put another file in their place. */
final class OwnerOnlyStorage implements KeyStorage {

    private final Path folder;

    OwnerOnlyStorage(Path folder) {
        this.folder = folder;
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public Optional<byte[]> read(String name) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        requireOwnFolder();
        try {
            return Optional.of(ProtectedFiles.read(folder.resolve(name)));
        } catch (NoSuchFileException never) {
            return Optional.empty();
        }
    }

    @Override
    public void write(String name, byte[] secret) throws IOException {
        ProtectedFiles.folder(folder);
        requireOwnFolder();
        ProtectedFiles.replace(folder.resolve(name), secret);
    }

    @Override
    public void create(String name, byte[] secret) throws IOException {
        ProtectedFiles.folder(folder);
        requireOwnFolder();
        ProtectedFiles.create(folder.resolve(name), secret);
    }

    private void requireOwnFolder() throws IOException {
        ProtectedFiles.requirePlainFolder(folder);
        Set<PosixFilePermission> granted = Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS);
        if (granted.contains(PosixFilePermission.GROUP_WRITE) || granted.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new IOException("folder " + folder + " has the permissions " + PosixFilePermissions.toString(granted)
                    + ", so that others than its owner could replace the keys in it: run chmod 700 on it");
        }
    }
}
