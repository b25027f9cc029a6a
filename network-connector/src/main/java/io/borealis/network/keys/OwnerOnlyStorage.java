package io.borealis.network.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Secrets in files that only their owner may open, in a folder where nobody else can put another file in their place. */
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
        ProtectedFiles.requirePrivateFolder(folder);
        try {
            return Optional.of(ProtectedFiles.read(folder.resolve(name)));
        } catch (NoSuchFileException never) {
            return Optional.empty();
        }
    }

    @Override
    public void write(String name, byte[] secret) throws IOException {
        ProtectedFiles.privateFolder(folder);
        ProtectedFiles.replace(folder.resolve(name), secret);
    }

    @Override
    public void create(String name, byte[] secret) throws IOException {
        ProtectedFiles.privateFolder(folder);
        ProtectedFiles.create(folder.resolve(name), secret);
    }
}
