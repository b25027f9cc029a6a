package io.borealis.lab.attack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the Engine writes down while an attack runs: refusals, what the attacker's own devices do, each minute where the chain
 * over all of it has come to, and that sessions of earlier tests were left for half an hour; nothing else.
 */
final class WrittenActivity {

    private static final Pattern REFUSAL = Pattern.compile("\\S+ \\w*refused\\w*( .*)?");
    private static final Pattern OF_TIME_ALONE =
            Pattern.compile("\\S+ (activity_checkpoint .*|session_ended .*: idle_timeout\"?)");

    private final Path log;
    private final long before;

    private WrittenActivity(Path log, long before) {
        this.log = log;
        this.before = before;
    }

    /** Looks at what is written from now on. */
    static WrittenActivity from(Ground ground) {
        Path log = ground.lab().engine().home().resolve("Engine/Logs/reverse_tunnel.log");
        try {
            return new WrittenActivity(log, Files.size(log));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Lines that tell of something else than a refusal and what time alone does. */
    List<String> otherThanRefusals(Set<String> hostileDevices) {
        try {
            byte[] all = Files.readAllBytes(log);
            // it turned over meanwhile: all of it is new
            int start = all.length < before ? 0 : (int) before;
            return new String(all, start, all.length - start, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !REFUSAL.matcher(line).matches())
                    .filter(line -> !OF_TIME_ALONE.matcher(line).matches())
                    .filter(line -> hostileDevices.stream().noneMatch(line::contains))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
