package io.borealis.network.windows;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The layouts of 64-bit Windows as a C compiler printed them from independent headers. Immutable. */
final class AbiTable {

    /** Where a field lies. */
    record Place(int offset, int size) {}

    private static final Pattern STRUCT = Pattern.compile("(\\w+) size=(\\d+) align=(\\d+)");
    private static final Pattern FIELD = Pattern.compile("  (\\w+)\\.([\\w.]+) off=(\\d+) size=(\\d+)");

    private final Map<String, Integer> sizes = new LinkedHashMap<>();
    private final Map<String, Place> fields = new LinkedHashMap<>();

    static AbiTable read() throws IOException {
        AbiTable table = new AbiTable();
        try (InputStream in = AbiTable.class.getResourceAsStream("/windows-abi.txt")) {
            if (in == null) {
                throw new IOException("windows-abi.txt is not among the test resources");
            }
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))
                    .lines()
                    .forEach(table::add);
        }
        return table;
    }

    private void add(String line) {
        Matcher struct = STRUCT.matcher(line);
        Matcher field = FIELD.matcher(line);
        if (struct.matches()) {
            sizes.put(struct.group(1), Integer.valueOf(struct.group(2)));
        } else if (field.matches()) {
            fields.put(
                    field.group(1) + "." + field.group(2),
                    new Place(Integer.parseInt(field.group(3)), Integer.parseInt(field.group(4))));
        } else {
            throw new IllegalStateException("windows-abi.txt has a line of another form: " + line);
        }
    }

    Optional<Integer> sizeOf(String struct) {
        return Optional.ofNullable(sizes.get(struct));
    }

    Optional<Place> placeOf(Layout.Field field) {
        return Optional.ofNullable(fields.get(field.struct() + "." + field.name()));
    }
}
