package io.borealis.engine.token.rotation;

/**
 * How far the agents are with a key that they must know; removed devices do not count.
 *
 * @param waiting how many did not say yet that they keep what is stated now
 */
public record AgentsTold(long waiting) {}
