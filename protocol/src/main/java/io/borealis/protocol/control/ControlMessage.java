package io.borealis.protocol.control;

/**
 * One message on the control channel between an agent and the Engine. Direction is part of the type: {@link ToAgent}
 * or {@link ToEngine}. Messages are immutable; a message of the wrong direction does not decode.
 */
public sealed interface ControlMessage permits ToAgent, ToEngine {

    /** From this version on the Engine tells agents which of its keys to trust. */
    int TRUST_VERSION = 2;

    /** From this version on the Engine tells an agent that another machine shows its key. */
    int CLONE_VERSION = 2;

    /** The newest version of the control protocol that this build speaks. */
    int NEWEST_VERSION = 2;

    /** The oldest version of the control protocol that this build still speaks. */
    int OLDEST_VERSION = 1;
}
