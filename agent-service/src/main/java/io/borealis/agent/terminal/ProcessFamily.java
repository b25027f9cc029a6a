package io.borealis.agent.terminal;

/** A shell and what it started, and what that started. */
interface ProcessFamily {

    /**
     * Ends every one of them.
     *
     * @param hangUp lets the shell go by itself; the others are not waited for
     */
    void end(Runnable hangUp);
}
