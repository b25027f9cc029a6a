package io.borealis.engine.terminal;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The latest output of a terminal, each byte by its absolute offset. Grows up to its bound while it is given memory, and
 * overwrites its oldest bytes then. Of what it forgot it knows the modes that were left on. For one thread at a time.
 */
final class ReplayRing {
    private static final int FIRST_BYTES = 16 * 1024;
    /** A line start is looked for in so much; in output without any, a place between two characters has to do. */
    private static final int LONGEST_LINE = 64 * 1024;

    private static final byte NEW_LINE = '\n';

    private final int most;
    private final IntPredicate memory;
    private final TerminalModes forgotten = new TerminalModes();
    private byte[] kept = new byte[0];
    private long begin;
    private long end;

    /**
     * @param most bytes that are kept
     * @param memory asked for so many bytes more before they are used; whoever grants them takes {@link #capacity} back
     */
    ReplayRing(int most, IntPredicate memory) {
        this.most = most;
        this.memory = memory;
    }

    /** Bytes of memory that were granted. */
    int capacity() {
        return kept.length;
    }

    /** The offset of the oldest byte that is kept. */
    long begin() {
        return begin;
    }

    /** The offset of the next byte. */
    long end() {
        return end;
    }

    void append(byte[] bytes) {
        growFor(bytes.length);
        int from = 0;
        if (bytes.length > kept.length) {
            // Larger than all that may be kept: its first part passes through
            forgetAll();
            from = bytes.length - kept.length;
            forgotten.feed(bytes, 0, from);
            begin += from;
            end += from;
        }
        int fresh = bytes.length - from;
        forget((int) Math.max(0, end - begin + fresh - kept.length));
        for (int copied = 0; copied < fresh; ) {
            int at = place(end);
            int piece = Math.min(fresh - copied, kept.length - at);
            System.arraycopy(bytes, from + copied, kept, at, piece);
            copied += piece;
            end += piece;
        }
    }

    private void growFor(int bytes) {
        int wanted = kept.length;
        while (wanted < most && end - begin + bytes > wanted) {
            wanted = Math.min(most, Math.max(FIRST_BYTES, wanted * 2));
        }
        if (wanted > kept.length && memory.test(wanted - kept.length)) {
            byte[] known = since(begin);
            kept = new byte[wanted];
            for (int i = 0; i < known.length; i++) {
                kept[place(begin + i)] = known[i];
            }
        }
    }

    private void forgetAll() {
        forget((int) (end - begin));
    }

    private void forget(int bytes) {
        for (int left = bytes; left > 0; ) {
            int at = place(begin);
            int piece = Math.min(left, kept.length - at);
            forgotten.feed(kept, at, at + piece);
            begin += piece;
            left -= piece;
        }
    }

    private int place(long offset) {
        return (int) (offset % kept.length);
    }

    /** Where a screen goes on that has drawn everything before {@code from}, an offset up to {@link #end}. */
    Replay replayFrom(long from) {
        if (from >= begin) {
            return new Replay(from, end, false, "");
        }
        TerminalModes modes = forgotten.copy();
        long offset = restart(modes);
        return new Replay(offset, end, true, modes.restore());
    }

    // The first line start, else the first place between two characters that is in no sequence, else the very end
    private long restart(TerminalModes modes) {
        TerminalModes between = modes.copy();
        long firstBetween = -1;
        for (long at = begin; at < end && at - begin < LONGEST_LINE; at++) {
            if (firstBetween < 0 && between.isBetweenCharacters()) {
                firstBetween = at;
            }
            if (firstBetween < 0) {
                between.feed(kept[place(at)]);
            }
            modes.feed(kept[place(at)]);
            if (kept[place(at)] == NEW_LINE && modes.isBetweenCharacters()) {
                return at + 1;
            }
        }
        if (firstBetween >= 0) {
            modes.become(between);
            return firstBetween;
        }
        for (long at = Math.min(end, begin + LONGEST_LINE); at < end && !modes.isBetweenCharacters(); at++) {
            modes.feed(kept[place(at)]);
            if (modes.isBetweenCharacters()) {
                return at + 1;
            }
        }
        return end;
    }

    /** The output from this offset on; it must be kept. */
    byte[] since(long offset) {
        return read(offset, Integer.MAX_VALUE);
    }

    /** So many bytes at most of the output from this offset on; it must be kept. */
    byte[] read(long offset, int mostBytes) {
        byte[] bytes = new byte[(int) Math.min(mostBytes, end - offset)];
        for (int copied = 0; copied < bytes.length; ) {
            int at = place(offset + copied);
            int piece = Math.min(bytes.length - copied, kept.length - at);
            System.arraycopy(kept, at, bytes, copied, piece);
            copied += piece;
        }
        return bytes;
    }

    /** Forgets everything and holds no memory any more. */
    void clear() {
        Arrays.fill(kept, (byte) 0);
        kept = new byte[0];
        begin = end;
    }
}
