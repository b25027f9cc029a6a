package io.borealis.engine.token;

import io.borealis.engine.EngineHome;
import io.borealis.engine.EngineSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Tells MicroProfile JWT how to verify the Engine's own access tokens, so that nobody copies a key by hand. Every
 * property set elsewhere wins, which is how an external issuer is configured.
 */
public final class AccessKeyConfiguration implements ConfigSource {
    private static final String LOCATION = "mp.jwt.verify.publickey.location";
    private static final int BELOW_EVERY_OTHER = 50;
    private static final Map<String, String> FIXED = Map.of(
            "mp.jwt.verify.issuer",
            AccessTokens.ISSUER,
            "mp.jwt.verify.audiences",
            AccessTokens.AUDIENCE,
            "mp.jwt.verify.publickey.algorithm",
            "EDDSA");
    private static final Set<String> NAMES =
            Stream.concat(FIXED.keySet().stream(), Stream.of(LOCATION)).collect(Collectors.toUnmodifiableSet());

    @Override
    public Map<String, String> getProperties() {
        Map<String, String> all = new HashMap<>(FIXED);
        all.put(LOCATION, Holder.LOCATION_OF_KEY_SET);
        return all;
    }

    @Override
    public Set<String> getPropertyNames() {
        return NAMES;
    }

    @Override
    public int getOrdinal() {
        return BELOW_EVERY_OTHER;
    }

    @Override
    public @Nullable String getValue(String name) {
        return LOCATION.equals(name) ? Holder.LOCATION_OF_KEY_SET : FIXED.get(name);
    }

    @Override
    public String getName() {
        return "borealis-access-key";
    }

    /** Writes the public keys where the server's token check can read them. */
    static Path publish(EngineHome home) {
        return publish(home, EngineKeys.at(home).accessKey().good(Instant.now()));
    }

    /** The same for the keys that a rotation made good. */
    public static Path publish(EngineHome home, List<SigningKey> keys) {
        String keySet = AccessTokens.keySet(keys);
        Path file = home.certificates().resolve("access-token.jwks");
        Path beside = file.resolveSibling("access-token.jwks.new");
        try {
            if (!Files.exists(file) || !Files.readString(file).equals(keySet)) {
                Files.writeString(beside, keySet);
                Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
            }
            return file;
        } catch (IOException unwritable) {
            throw new UncheckedIOException("the access key's public half cannot be written to " + file, unwritable);
        }
    }

    /** A file as the server's token check names one: what follows the scheme is a path, with its blanks as they are. */
    static String location(Path file) {
        return "file:" + file.toAbsolutePath().toString().replace('\\', '/');
    }

    // Not before the first question: whoever only lists the sources makes no key
    private static final class Holder {
        static final String LOCATION_OF_KEY_SET =
                location(publish(EngineSettings.home(name -> Optional.ofNullable(System.getProperty(name)))));
    }
}
