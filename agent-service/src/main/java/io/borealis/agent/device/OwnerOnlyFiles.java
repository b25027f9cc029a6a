package io.borealis.agent.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Keeps each secret in a file of its own that nobody else may open. */
public final class OwnerOnlyFiles implements KeyStorage {

    private final Path folder;

    public OwnerOnlyFiles(Path folder) {
        this.folder = folder;
    }

    @Override
    public Optional<byte[]> read(String name) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(folder.resolve(name)));
        } catch (NoSuchFileException never) {
            return Optional.empty();
        }
    }

    @Override
    public void write(String name, byte[] secret) throws IOException {
        ProtectedFiles.replace(ProtectedFiles.folder(folder).resolve(name), secret);
    }
}
