package io.borealis.agent.terminal;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The environment of a shell: the agent's own, without what looks like a secret or steers a Java process. */
final class ShellEnvironment {

    private static final Pattern WITHHELD = Pattern.compile(
            "BOREALIS.*|.*(SECRET|TOKEN|PASSWORD|PASSWD|PASSPHRASE|CREDENTIAL|APIKEY|API_KEY|PRIVATE_KEY|ACCESS_KEY).*"
                    + "|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|JDK_JAVA_OPTIONS|LD_PRELOAD|LD_LIBRARY_PATH",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern UTF_8 = Pattern.compile(".*utf-?8.*", Pattern.CASE_INSENSITIVE);

    private ShellEnvironment() {}

    static Map<String, String> from(Map<String, String> own, boolean windows) {
        Map<String, String> environment = new TreeMap<>();
        own.forEach((name, value) -> {
            if (!WITHHELD.matcher(name).matches()) {
                environment.put(name, value);
            }
        });
        if (!windows) {
            environment.put("TERM", "xterm-256color");
            if (!UTF_8.matcher(environment.getOrDefault("LC_ALL", environment.getOrDefault("LANG", "")))
                    .matches()) {
                environment.put("LC_ALL", "C.UTF-8");
            }
        }
        return environment;
    }
}
