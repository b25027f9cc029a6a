package io.borealis.lab.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The oldest version that a part may have, and why. A line of {@code docs/version-floors.csv} is
 * {@code group:artifact,floor,reason}; the artifact {@code *} means all of the group. Immutable.
 */
record Floor(String group, String artifact, String version, String reason) {

    private static final Pattern LINE = Pattern.compile("([^:,]+):([^:,]+),([^,]+),(.+)");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    static List<Floor> read(Path file) throws IOException {
        List<Floor> floors = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                floors.add(parse(line));
            }
        }
        return floors;
    }

    static Floor parse(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not group:artifact,floor,reason: " + line);
        }
        return new Floor(parts.group(1), parts.group(2), parts.group(3), parts.group(4));
    }

    boolean isAbout(Part part) {
        return group.equals(part.group()) && (artifact.equals("*") || artifact.equals(part.artifact()));
    }

    /** Whether the part is older than it may be; numbers decide, words such as {@code Final} do not. */
    boolean isAbove(Part part) {
        List<Long> wanted = numbers(version);
        List<Long> found = numbers(part.version());
        for (int i = 0; i < wanted.size(); i++) {
            long there = i < found.size() ? found.get(i) : 0;
            if (there != wanted.get(i)) {
                return there < wanted.get(i);
            }
        }
        return false;
    }

    private static List<Long> numbers(String version) {
        List<Long> numbers = new ArrayList<>();
        Matcher number = NUMBER.matcher(version);
        while (number.find()) {
            numbers.add(Long.valueOf(number.group()));
        }
        return numbers;
    }
}
