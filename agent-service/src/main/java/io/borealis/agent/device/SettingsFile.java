package io.borealis.agent.device;

import io.borealis.network.keys.ProtectedFiles;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code agent.properties}: a Java properties file in UTF-8, so backslashes in it are doubled. */
public final class SettingsFile {

    private static final int MOST_BYTES = 64 * 1024;
    private static final Pattern CODE_LINE =
            Pattern.compile("\\s*" + Pattern.quote(SettingsReader.ENROLLMENT_CODE) + "\\s*([=:\\s].*)?");

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
        String kept = text().lines()
                .filter(line -> !CODE_LINE.matcher(line).matches())
                .collect(Collectors.joining("\n", "", "\n"));
        ProtectedFiles.replace(file, kept.getBytes(StandardCharsets.UTF_8));
    }

    /** Where the file lies, for messages. */
    @Override
    public String toString() {
        return file.toString();
    }

    private Map<String, String> pairs() throws InvalidSettingException {
        Once pairs = new Once();
        try {
            pairs.load(new StringReader(text()));
        } catch (NoSuchFileException missing) {
            throw new InvalidSettingException(file.toString(), "the file does not exist");
        } catch (CharacterCodingException notUtf8) {
            throw new InvalidSettingException(file.toString(), "the file is not UTF-8; save it as UTF-8");
        } catch (IOException unreadable) {
            throw new InvalidSettingException(file.toString(), "the file cannot be read (" + unreadable + ")");
        } catch (IllegalArgumentException badEscape) {
            throw new InvalidSettingException(
                    file.toString(), "a backslash is followed by what is no escape; double the backslashes of paths");
        }
        if (pairs.twice != null) {
            throw new InvalidSettingException(pairs.twice, "stands twice in " + file + "; keep one");
        }
        Map<String, String> strings = new HashMap<>();
        pairs.forEach((key, value) -> strings.put((String) key, ((String) value).strip()));
        return strings;
    }

    private String text() throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new IOException("larger than " + MOST_BYTES + " bytes");
        }
        String text = Files.readString(file, StandardCharsets.UTF_8);
        // Windows PowerShell puts a byte order mark in front of UTF-8
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** Properties that notice a key which comes a second time. */
    private static final class Once extends Properties {

        private @Nullable String twice;

        @Override
        public synchronized @Nullable Object put(Object key, Object value) {
            Object earlier = super.put(key, value);
            if (earlier != null) {
                twice = (String) key;
            }
            return earlier;
        }
    }
}
