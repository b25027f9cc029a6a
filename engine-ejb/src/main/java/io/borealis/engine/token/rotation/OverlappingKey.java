package io.borealis.engine.token.rotation;

import io.borealis.engine.token.RotatingKey;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A key with an overlap, and what belongs to its rotation.
 *
 * @param overlap how long the key before stays good
 * @param afterChange what must follow each change of the key's file; done again at each start, so it may find it done
 * @param beforeRetirement what must end before the key before is forgotten; may be done twice
 * @param agents how far the agents are with it; empty for a key that they need not know
 * @param whatEnds what the end of the overlap ends, to go on after "then "
 */
record OverlappingKey(
        KeyName name,
        RotatingKey<?> key,
        Duration overlap,
        Runnable afterChange,
        Runnable beforeRetirement,
        Supplier<Optional<AgentsTold>> agents,
        String whatEnds) {

    KeyView view() {
        RotatingKey.Facts facts = key.facts();
        boolean overlapLasts = facts.previousKeyId().isPresent();
        return new KeyView(
                name,
                facts.keyId(),
                facts.since(),
                overlapLasts ? KeyState.OVERLAP : KeyState.STEADY,
                facts.previousKeyId(),
                facts.overlapEnds(),
                overlapLasts
                        ? "the key before is forgotten at "
                                + facts.overlapEnds().orElseThrow() + "; then " + whatEnds
                        : "none; a rotation keeps this key good for another " + overlap.toSeconds() + " s",
                agents.get());
    }
}
