package io.borealis.protocol.terminal;

/**
 * Columns and rows of a terminal. Sizes outside 2 to 1000 are brought inside, and 0×0 (a client without a terminal)
 * means 80×25: a size of 0 stops winpty for good. Immutable.
 */
public record TerminalSize(int columns, int rows) {

    public static final TerminalSize DEFAULT = new TerminalSize(80, 25);

    public TerminalSize {
        if (columns <= 0 || rows <= 0) {
            columns = 80;
            rows = 25;
        }
        columns = Math.min(1000, Math.max(2, columns));
        rows = Math.min(1000, Math.max(2, rows));
    }
}
