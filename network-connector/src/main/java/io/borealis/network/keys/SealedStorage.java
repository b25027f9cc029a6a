package io.borealis.network.keys;

import io.borealis.network.keys.windows.DataProtection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Secrets that Windows sealed for this account and for their name, in files that it lets nobody else open. */
final class SealedStorage implements KeyStorage {

    private final KeyStorage files;

    /** @param files where the sealed secrets are kept */
    SealedStorage(KeyStorage files) {
        this.files = files;
    }

    @Override
    public Path folder() {
        return files.folder();
    }

    @Override
    public Optional<byte[]> read(String name) throws IOException {
        Optional<byte[]> sealed = files.read(name);
        if (sealed.isEmpty()) {
            return sealed;
        }
        Optional<byte[]> secret = DataProtection.unseal(name, sealed.get());
        if (secret.isEmpty()) {
            throw new UnusableSecretException(
                    folder().resolve(name),
                    "cannot be unsealed: it is damaged, or was sealed for another purpose, account or machine");
        }
        return secret;
    }

    @Override
    public void write(String name, byte[] secret) throws IOException {
        files.write(name, DataProtection.seal(name, secret));
    }

    @Override
    public void create(String name, byte[] secret) throws IOException {
        files.create(name, DataProtection.seal(name, secret));
    }
}
