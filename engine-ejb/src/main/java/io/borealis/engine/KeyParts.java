package io.borealis.engine;

import io.borealis.engine.token.EngineKeys;
import io.borealis.engine.token.rotation.KeyRotation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/** Gives out the Engine's keys and what rotates them. */
@ApplicationScoped
public class KeyParts {
    /** There are keys before there is a database. */
    @Produces
    public EngineKeys engineKeys(EngineStart engine) {
        return engine.keys();
    }

    @Produces
    public KeyRotation keyRotation(EngineParts engine) {
        return engine.keyRotation();
    }
}
