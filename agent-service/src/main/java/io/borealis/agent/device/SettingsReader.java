package io.borealis.agent.device;

import io.borealis.agent.device.AgentSettings.NetworkMode;
import io.borealis.agent.device.AgentSettings.TerminalPty;
import io.borealis.network.AdapterSettings;
import io.borealis.protocol.MalformedValueException;
import io.borealis.protocol.device.EnrollmentCode;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Makes settings of key-value pairs, one precise refusal per setting. */
final class SettingsReader {

    static final String ENROLLMENT_CODE = "enrollment.code";

    private static final String ENGINE_URL = "engine.url";
    private static final String RETRY_SECONDS = "engine.retry-seconds";
    private static final String HOME = "home";
    private static final String TERMINAL_SHELL = "terminal.shell";
    private static final String TERMINAL_PTY = "terminal.pty";
    private static final String NETWORK_MODE = "network.mode";
    private static final String ADAPTER_NAME = "adapter.name";
    private static final String DRIVER_DIRECTORY = "driver.directory";
    private static final Set<String> KNOWN = Set.of(
            ENGINE_URL,
            ENROLLMENT_CODE,
            RETRY_SECONDS,
            HOME,
            TERMINAL_SHELL,
            TERMINAL_PTY,
            NETWORK_MODE,
            ADAPTER_NAME,
            DRIVER_DIRECTORY);
    private static final int SHORTEST_RETRY_SECONDS = 5;
    private static final int LONGEST_RETRY_SECONDS = 3600;
    private static final String DEFAULT_RETRY_SECONDS = "60";
    private static final String SYSTEM_ROOT = "SystemRoot";
    private static final String DEFAULT_SHELL = "powershell -NoLogo";
    private static final Pattern WHOLE_NUMBER = Pattern.compile("[0-9]{1,4}");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    private final String file;
    private final Map<String, String> pairs;

    SettingsReader(String file, Map<String, String> pairs) {
        this.file = file;
        this.pairs = pairs;
    }

    AgentSettings read() throws InvalidSettingException {
        for (String key : pairs.keySet()) {
            if (!KNOWN.contains(key)) {
                throw new InvalidSettingException(
                        key,
                        "is not a setting of the agent; the settings are "
                                + KNOWN.stream().sorted().collect(Collectors.joining(", ")));
            }
        }
        return new AgentSettings(
                engineUrl(),
                enrollmentCode(),
                longestRetry(),
                absolute(HOME, required(HOME)),
                terminalShell(),
                oneOf(TERMINAL_PTY, TerminalPty.class, TerminalPty.AUTO),
                oneOf(NETWORK_MODE, NetworkMode.class, NetworkMode.WINDOWS),
                adapterName(),
                driverDirectory());
    }

    private Optional<String> given(String key) {
        return Optional.ofNullable(pairs.get(key)).filter(value -> !value.isEmpty());
    }

    private String required(String key) throws InvalidSettingException {
        Optional<String> value = given(key);
        if (value.isEmpty()) {
            throw new InvalidSettingException(key, "is missing in " + file);
        }
        return value.get();
    }

    private URI engineUrl() throws InvalidSettingException {
        String text = required(ENGINE_URL);
        try {
            URI url = new URI(text);
            boolean bare = url.getRawPath() == null || url.getRawPath().isEmpty() || "/".equals(url.getRawPath());
            if ("https".equalsIgnoreCase(url.getScheme())
                    && url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null
                    && url.getPort() <= 65535
                    && bare) {
                return URI.create("https://" + url.getRawAuthority());
            }
        } catch (URISyntaxException notAUrl) {
            // told below, with the form that is right
        }
        throw new InvalidSettingException(
                ENGINE_URL, "must be https://host:port without anything behind it, it is \"" + text + "\"");
    }

    private Optional<EnrollmentCode> enrollmentCode() throws InvalidSettingException {
        try {
            return given(ENROLLMENT_CODE).map(EnrollmentCode::parse);
        } catch (MalformedValueException malformed) {
            throw new InvalidSettingException(ENROLLMENT_CODE, String.valueOf(malformed.getMessage()));
        }
    }

    private Duration longestRetry() throws InvalidSettingException {
        String text = given(RETRY_SECONDS).orElse(DEFAULT_RETRY_SECONDS);
        if (WHOLE_NUMBER.matcher(text).matches()) {
            int seconds = Integer.parseInt(text);
            if (seconds >= SHORTEST_RETRY_SECONDS && seconds <= LONGEST_RETRY_SECONDS) {
                return Duration.ofSeconds(seconds);
            }
        }
        throw new InvalidSettingException(
                RETRY_SECONDS,
                "must be a number of seconds from " + SHORTEST_RETRY_SECONDS + " to " + LONGEST_RETRY_SECONDS
                        + ", it is \"" + text + "\"");
    }

    private List<String> terminalShell() throws InvalidSettingException {
        Optional<String> text = given(TERMINAL_SHELL);
        if (text.isEmpty() && System.getenv(SYSTEM_ROOT) == null) {
            throw new InvalidSettingException(
                    TERMINAL_SHELL, "must be given where there is no Windows, like /bin/bash");
        }
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(text.orElse(DEFAULT_SHELL));
        while (word.find()) {
            words.add(word.group(1) == null ? word.group(2) : word.group(1));
        }
        WindowsShell.named(words.get(0)).ifPresent(path -> words.set(0, path));
        Path program = absolute(TERMINAL_SHELL, words.get(0));
        if (!Files.isRegularFile(program)) {
            throw new InvalidSettingException(
                    TERMINAL_SHELL,
                    "there is no program " + program + "; a path with blanks is written in double quotes");
        }
        return words;
    }

    private String adapterName() throws InvalidSettingException {
        String name = given(ADAPTER_NAME).orElse(AdapterSettings.DEFAULT.adapterName());
        try {
            return new AdapterSettings(name).adapterName();
        } catch (IllegalArgumentException refused) {
            throw new InvalidSettingException(ADAPTER_NAME, String.valueOf(refused.getMessage()));
        }
    }

    private Optional<Path> driverDirectory() throws InvalidSettingException {
        Optional<String> text = given(DRIVER_DIRECTORY);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Path directory = absolute(DRIVER_DIRECTORY, text.get());
        if (!Files.isDirectory(directory)) {
            throw new InvalidSettingException(DRIVER_DIRECTORY, "there is no directory " + directory);
        }
        return Optional.of(directory);
    }

    private static Path absolute(String key, String text) throws InvalidSettingException {
        try {
            Path path = Path.of(text);
            if (path.isAbsolute()) {
                return path.normalize();
            }
        } catch (InvalidPathException notAPath) {
            // told below, with what would be right
        }
        throw new InvalidSettingException(
                key, "must be an absolute path, it is \"" + text + "\"; backslashes are doubled in this file");
    }

    private <E extends Enum<E>> E oneOf(String key, Class<E> type, E otherwise) throws InvalidSettingException {
        Optional<String> text = given(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        for (E constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(text.get())) {
                return constant;
            }
        }
        throw new InvalidSettingException(
                key,
                "is one of "
                        + Arrays.stream(type.getEnumConstants())
                                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))
                        + ", not \"" + text.get() + "\"");
    }
}
