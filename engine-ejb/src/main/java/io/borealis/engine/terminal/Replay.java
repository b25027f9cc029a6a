package io.borealis.engine.terminal;

/**
 * Where a screen goes on that attaches to a terminal.
 *
 * @param offset of the first byte of output that it is given, counted from the terminal's first
 * @param liveFrom the offset at which the replay ends; what answers its output before is to be dropped
 * @param cut whether output before {@code offset} is lost to this screen
 * @param restore to be drawn before anything else when something was lost: escape sequences in ASCII that bring any screen
 *     to the modes that were on at {@code offset}; they have no offset of their own
 */
public record Replay(long offset, long liveFrom, boolean cut, String restore) {}
