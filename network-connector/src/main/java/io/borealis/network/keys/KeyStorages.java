package io.borealis.network.keys;

import java.nio.file.Path;

/** Decides what protects secrets on this system: sealed files on Windows, owner-only files elsewhere. */
public final class KeyStorages {

    private KeyStorages() {}

    /** The storage of this folder, which the first write makes. */
    public static KeyStorage ofThisSystem(Path folder) {
        KeyStorage files = new OwnerOnlyStorage(folder.toAbsolutePath().normalize());
        return ProtectedFiles.WINDOWS ? new SealedStorage(files) : files;
    }
}
