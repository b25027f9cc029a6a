package io.borealis.verify;

/**
 * What a check came to.
 *
 * @param sentence for people
 */
record Verdict(Outcome outcome, String sentence) {}
