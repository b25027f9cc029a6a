package io.borealis.engine.terminal;

/** What became of attaching to a terminal. */
public sealed interface AttachResult {
    record Attached(Attachment attachment) implements AttachResult {}

    /** There is none of this name that is this operator session's or shared with it: whose it is, nobody is told. */
    record NoTerminal() implements AttachResult {}

    /** @param how the terminal ended that was this operator session's, or shared with it, in words for him */
    record Ended(String how) implements AttachResult {}

    /** The terminal lives, and never had output at this offset. */
    record NoSuchOffset(long end) implements AttachResult {}

    /** So many see somebody's terminal already: this one, or all of this Engine. */
    record TooMany(int most) implements AttachResult {}
}
