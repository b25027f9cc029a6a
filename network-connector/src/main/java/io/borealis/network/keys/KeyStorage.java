package io.borealis.network.keys;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One folder of secrets, each in a file of its own that nobody else may read or replace. A write either succeeds as a
 * whole or leaves the earlier content. The caller wipes what it gets and gives. Thread-safe.
 */
public interface KeyStorage {

    /** The folder, which the first write makes. */
    Path folder();

    /**
     * The secret kept under the name; empty when nothing was ever kept.
     *
     * @throws UnusableSecretException when there is something that this system, account or name cannot open
     * @throws IOException one sentence that names file or folder and cure, when others could read or replace it
     */
    Optional<byte[]> read(String name) throws IOException;

    /** Keeps the secret in the place of an earlier one. */
    void write(String name, byte[] secret) throws IOException;

    /**
     * Keeps the first secret of that name.
     *
     * @throws java.nio.file.FileAlreadyExistsException when there is one, which stays
     */
    void create(String name, byte[] secret) throws IOException;
}
