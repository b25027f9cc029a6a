package io.borealis.lab.terminal;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jline.builtins.ScreenTerminal;

/** What a person would see: a terminal that somebody else wrote, drawing the bytes. For one thread. */
final class EmulatedScreen {
    private static final int COLUMNS = 80;
    private static final int ROWS = 25;

    private final ScreenTerminal emulator = new ScreenTerminal(COLUMNS, ROWS);
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private byte[] unfinished = new byte[0];

    /** Draws the bytes, cut anywhere. */
    EmulatedScreen draw(byte[] bytes) {
        byte[] all = Arrays.copyOf(unfinished, unfinished.length + bytes.length);
        System.arraycopy(bytes, 0, all, unfinished.length, bytes.length);
        ByteBuffer in = ByteBuffer.wrap(all);
        CharBuffer out = CharBuffer.allocate(all.length + 1);
        decoder.decode(in, out, false);
        unfinished = Arrays.copyOfRange(all, in.position(), all.length);
        emulator.write(out.flip());
        return this;
    }

    EmulatedScreen draw(String text) {
        return draw(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Characters with their colours and attributes, and the cursor. */
    String picture() {
        long[] cells = new long[COLUMNS * ROWS];
        int[] cursor = new int[2];
        emulator.dump(cells, 0, 0, ROWS, COLUMNS, cursor);
        StringBuilder picture = new StringBuilder("cursor " + Arrays.toString(cursor) + "\n");
        for (int row = 0; row < ROWS; row++) {
            StringBuilder attributes = new StringBuilder();
            long before = 0;
            for (int column = 0; column < COLUMNS; column++) {
                long cell = cells[row * COLUMNS + column];
                picture.appendCodePoint((int) (cell & 0xffffffffL));
                if (cell >>> 32 != before) {
                    before = cell >>> 32;
                    attributes.append(' ').append(column).append(':').append(Long.toHexString(before));
                }
            }
            picture.append('|').append(attributes).append('\n');
        }
        return picture.toString();
    }
}
