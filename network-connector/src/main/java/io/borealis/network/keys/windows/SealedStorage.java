package io.borealis.network.keys.windows;

import io.borealis.network.keys.KeyStorage;
import io.borealis.network.keys.ProtectedFiles;
import io.borealis.network.keys.UnusableSecretException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Secrets that Windows sealed for this account and for their name, in a folder that it lets nobody else open. */
public final class SealedStorage implements KeyStorage {

    private final Path folder;

    public SealedStorage(Path folder) {
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
        ProtectedFiles.privateFolder(folder);
        byte[] sealed;
        try {
            sealed = ProtectedFiles.read(folder.resolve(name));
        } catch (NoSuchFileException never) {
            return Optional.empty();
        }
        Optional<byte[]> secret = DataProtection.unseal(name, sealed);
        if (secret.isEmpty()) {
            throw new UnusableSecretException(
                    folder.resolve(name),
                    "cannot be unsealed: it is damaged, or was sealed for another purpose, account or machine");
        }
        return secret;
    }

    @Override
    public void write(String name, byte[] secret) throws IOException {
        ProtectedFiles.privateFolder(folder);
        ProtectedFiles.replace(folder.resolve(name), DataProtection.seal(name, secret));
    }

    @Override
    public void create(String name, byte[] secret) throws IOException {
        ProtectedFiles.privateFolder(folder);
        ProtectedFiles.create(folder.resolve(name), DataProtection.seal(name, secret));
    }
}
