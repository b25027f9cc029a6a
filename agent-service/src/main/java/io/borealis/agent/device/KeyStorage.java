package io.borealis.agent.device;

import java.io.IOException;
import java.util.Optional;

/**
 * Where the device keeps a secret. Implementations protect it by what the system offers; a write either succeeds as a
 * whole or leaves the earlier content. The caller wipes what it gets and gives.
 */
public interface KeyStorage {

    /** The secret kept under the name; empty when nothing was ever kept. */
    Optional<byte[]> read(String name) throws IOException;

    void write(String name, byte[] secret) throws IOException;
}
