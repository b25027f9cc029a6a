package io.borealis.agent.device;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code agent.properties}: {@code key = value} lines in UTF-8, {@code #} begins a comment line. A backslash is a
 * backslash, so that Windows paths are written as they are.
 */
public final class SettingsFile {

    private static final int MOST_BYTES = 64 * 1024;

    private final Path file;

    public SettingsFile(Path file) {
        this.file = file.toAbsolutePath().normalize();
    }

    /** @throws InvalidSettingException naming the setting, or the file, that cannot be used and what would be right */
    public AgentSettings read() throws InvalidSettingException {
        return new SettingsReader(file.toString(), pairs()).read();
    }

    /** Takes the enrollment code out of the file, which is replaced in one step; nothing else in it changes. */
    public void forgetEnrollmentCode() throws IOException {
        List<String> kept = lines().stream()
                .filter(line -> !SettingsReader.ENROLLMENT_CODE.equals(keyOf(line)))
                .toList();
        ProtectedFiles.replace(file, (String.join("\n", kept) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private Map<String, String> pairs() throws InvalidSettingException {
        Map<String, String> pairs = new TreeMap<>();
        int number = 0;
        for (String line : readable()) {
            number++;
            if (line.isBlank() || line.stripLeading().startsWith("#")) {
                continue;
            }
            int equals = line.indexOf('=');
            if (equals <= 0) {
                throw new InvalidSettingException(file + " line " + number, "a line is key = value or begins with #");
            }
            String key = keyOf(line);
            if (pairs.putIfAbsent(key, line.substring(equals + 1).strip()) != null) {
                throw new InvalidSettingException(key, "stands twice in " + file + "; keep one");
            }
        }
        return pairs;
    }

    private static String keyOf(String line) {
        int equals = line.indexOf('=');
        return equals <= 0 ? "" : line.substring(0, equals).strip();
    }

    private List<String> readable() throws InvalidSettingException {
        try {
            return lines();
        } catch (NoSuchFileException missing) {
            throw new InvalidSettingException(file.toString(), "the file does not exist");
        } catch (CharacterCodingException notUtf8) {
            throw new InvalidSettingException(file.toString(), "the file is not UTF-8; save it as UTF-8");
        } catch (IOException unreadable) {
            throw new InvalidSettingException(file.toString(), "the file cannot be read (" + unreadable + ")");
        }
    }

    private List<String> lines() throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new IOException("larger than " + MOST_BYTES + " bytes");
        }
        String text = Files.readString(file, StandardCharsets.UTF_8);
        // Windows PowerShell puts a byte order mark in front of UTF-8
        return (text.startsWith("\uFEFF") ? text.substring(1) : text).lines().toList();
    }
}
