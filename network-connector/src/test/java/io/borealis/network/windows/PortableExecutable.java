package io.borealis.network.windows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the export names of a 64-bit DLL.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/debug/pe-format">PE format</a>
 */
final class PortableExecutable {

    private static final int OPTIONAL_HEADER = 24;
    private static final int DATA_DIRECTORIES = OPTIONAL_HEADER + 112;

    private PortableExecutable() {}

    static List<String> exportsOf(byte[] file) {
        ByteBuffer image = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int header = image.getInt(0x3C);
        if (image.getInt(header) != 0x4550 || image.getShort(header + OPTIONAL_HEADER) != 0x20B) {
            throw new IllegalArgumentException("not a 64-bit portable executable");
        }
        int directory = offsetOf(image, header, image.getInt(header + DATA_DIRECTORIES));
        int count = image.getInt(directory + 24);
        int names = offsetOf(image, header, image.getInt(directory + 32));
        List<String> exports = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            exports.add(textAt(image, offsetOf(image, header, image.getInt(names + 4 * i))));
        }
        return exports;
    }

    private static int offsetOf(ByteBuffer image, int header, int virtualAddress) {
        int sections = Short.toUnsignedInt(image.getShort(header + 6));
        int table = header + OPTIONAL_HEADER + Short.toUnsignedInt(image.getShort(header + 20));
        for (int i = 0; i < sections; i++) {
            int section = table + 40 * i;
            int start = image.getInt(section + 12);
            if (virtualAddress >= start && virtualAddress < start + image.getInt(section + 16)) {
                return virtualAddress - start + image.getInt(section + 20);
            }
        }
        throw new IllegalArgumentException("address 0x%X lies in no section".formatted(virtualAddress));
    }

    private static String textAt(ByteBuffer image, int offset) {
        int end = offset;
        while (image.get(end) != 0) {
            end++;
        }
        byte[] text = new byte[end - offset];
        image.get(offset, text);
        return new String(text, StandardCharsets.US_ASCII);
    }
}
