package io.borealis.verify;

import io.borealis.protocol.MalformedValueException;
import io.borealis.protocol.activity.Checkpoint;
import io.borealis.protocol.device.DeviceKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The public keys that whoever checks believes in, and those for which one of them vouches. Not thread-safe. */
final class TrustedKeys {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");

    private final Map<String, DeviceKey> keys = new LinkedHashMap<>();

    /** Reads files of one or more keys in PEM. */
    static TrustedKeys from(List<Path> files) throws FailedException {
        TrustedKeys trusted = new TrustedKeys();
        for (Path file : files) {
            try {
                Matcher pem = PEM.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
                boolean any = false;
                while (pem.find()) {
                    trusted.add(DeviceKey.parse(pem.group(1).replaceAll("\\s", "")));
                    any = true;
                }
                if (!any) {
                    throw new FailedException(
                            Outcome.WRONG_KEY,
                            file + " has no public key in PEM; take it from GET /api/activity/keys of the Engine");
                }
            } catch (MalformedValueException other) {
                throw new FailedException(
                        Outcome.WRONG_KEY, file + " has a key of another kind: the Engine signs with Ed25519");
            } catch (IOException unreadable) {
                throw new FailedException(Outcome.UNREADABLE, "the key cannot be read: " + unreadable);
            }
        }
        return trusted;
    }

    void add(DeviceKey key) {
        keys.put(key.fingerprint(), key);
    }

    Optional<DeviceKey> find(String fingerprint) {
        return Optional.ofNullable(keys.get(fingerprint));
    }

    /** Takes in the key that begins with this checkpoint, if one that is trusted vouches for it. */
    void learn(Checkpoint checkpoint) {
        if (find(checkpoint.keyId()).isEmpty()) {
            checkpoint
                    .keyBefore()
                    .flatMap(this::find)
                    .filter(checkpoint::isEndorsedBy)
                    .flatMap(before -> checkpoint.publicKey())
                    .map(DeviceKey::parse)
                    .filter(key -> key.fingerprint().equals(checkpoint.keyId()))
                    .ifPresent(this::add);
        }
    }
}
