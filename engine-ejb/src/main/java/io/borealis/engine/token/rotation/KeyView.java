package io.borealis.engine.token.rotation;

import java.time.Instant;
import java.util.Optional;

/**
 * A key as people see it; nothing of the key itself.
 *
 * @param keyId names the key in use
 * @param since since when it is in use; empty for one from before rotations
 * @param previousKeyId the key before, while the overlap lasts
 * @param overlapEnds when that one is good no more
 * @param nextStep what happens next by itself, or what may be done
 * @param agents how far the agents are with it; empty for a key that they need not know
 */
public record KeyView(
        KeyName name,
        String keyId,
        Optional<Instant> since,
        KeyState state,
        Optional<String> previousKeyId,
        Optional<Instant> overlapEnds,
        String nextStep,
        Optional<AgentsTold> agents) {}
