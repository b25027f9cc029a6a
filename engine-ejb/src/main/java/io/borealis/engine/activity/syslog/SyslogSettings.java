package io.borealis.engine.activity.syslog;

import io.borealis.protocol.MalformedValueException;
import io.borealis.protocol.tunnel.Endpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where the receiver of the activity's lines is. Immutable.
 *
 * @param receiver a name that its certificate has, and a TCP port
 * @param caFile authorities that its certificate is checked against, instead of the system's
 */
public record SyslogSettings(Endpoint receiver, Optional<Path> caFile) {
    private static final String RECEIVER = "borealis.syslog.receiver";
    /** The property that names the file of authorities. */
    static final String CA_FILE = "borealis.syslog.ca-file";

    /**
     * Reads the properties {@code borealis.syslog.…} through the lookup; empty when there is no receiver.
     *
     * @throws IllegalStateException one sentence with the property and the cure
     */
    public static Optional<SyslogSettings> from(Function<String, Optional<String>> property) {
        Optional<String> receiver = property.apply(RECEIVER);
        Optional<String> caFile = property.apply(CA_FILE);
        if (receiver.isEmpty()) {
            caFile.ifPresent(file -> {
                throw new IllegalStateException(CA_FILE + " is set and " + RECEIVER
                        + " is not: name the receiver as host:port, for instance logs.example.com:6514");
            });
            return Optional.empty();
        }
        return Optional.of(new SyslogSettings(endpoint(receiver.get().strip()), caFile.map(SyslogSettings::file)));
    }

    private static Endpoint endpoint(String text) {
        try {
            return Endpoint.parse(text);
        } catch (MalformedValueException malformed) {
            throw new IllegalStateException(RECEIVER + " is host:port of a receiver that speaks TLS, for instance"
                    + " logs.example.com:6514, not " + text);
        }
    }

    private static Path file(String text) {
        Path file = Path.of(text.strip());
        if (!Files.isReadable(file)) {
            throw new IllegalStateException(CA_FILE + " cannot be read: " + file);
        }
        return file;
    }
}
