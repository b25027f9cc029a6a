package io.borealis.engine.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borealis.network.keys.KeyStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One file is all that a key is: what a start finds in it, it goes on with. */
class RotatingKeyTest {

    private static final Instant NOW = Instant.parse("2026-11-29T15:00:00Z");
    private static final Duration OVERLAP = Duration.ofHours(8);
    private static final String ONE_LINE =
            Base64.getEncoder().encodeToString("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));

    private final OneFile file = new OneFile();

    private RotatingKey<SigningKey> loaded() {
        return RotatingKey.in(file, "test.key", SigningKey::ofSeed, SigningKey::keyId);
    }

    @Test
    void everyStateOfARotationIsWholeAfterARestart() {
        RotatingKey<SigningKey> key = loaded();
        String first = key.facts().keyId();
        assertThat(loaded().facts()).isEqualTo(key.facts());

        assertThat(key.rotate(NOW, OVERLAP)).isTrue();

        assertThat(loaded().facts()).isEqualTo(key.facts());
        assertThat(key.facts().keyId()).isNotEqualTo(first);
        assertThat(key.facts().previousKeyId()).contains(first);
        assertThat(loaded().find(first, NOW.plus(OVERLAP).minusSeconds(1))).isPresent();
        assertThat(loaded().find(first, NOW.plus(OVERLAP))).isEmpty();

        assertThat(key.retire()).isTrue();

        assertThat(loaded().facts()).isEqualTo(key.facts());
        assertThat(loaded().good(NOW)).hasSize(1);
    }

    @Test
    void aRotationDuringAnOverlapChangesNothing() {
        RotatingKey<SigningKey> key = loaded();
        key.rotate(NOW, OVERLAP);
        RotatingKey.Facts before = key.facts();

        assertThat(key.rotate(NOW, OVERLAP)).isFalse();

        assertThat(loaded().facts()).isEqualTo(before);
        assertThat(key.retire()).isTrue();
        assertThat(key.retire()).isFalse();
    }

    @Test
    void whatWasNotWrittenDidNotHappen() {
        RotatingKey<SigningKey> key = loaded();
        RotatingKey.Facts before = key.facts();
        file.full = true;

        assertThatThrownBy(() -> key.rotate(NOW, OVERLAP))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("the key was not changed");

        assertThat(key.facts()).isEqualTo(before);
        assertThat(loaded().facts()).isEqualTo(before);
    }

    @Test
    void aFileThatWasReplacedMeanwhileIsLeftAlone() {
        RotatingKey<SigningKey> key = loaded();
        file.content = ONE_LINE.getBytes(StandardCharsets.US_ASCII);

        assertThatThrownBy(() -> key.rotate(NOW, OVERLAP)).hasMessageContaining("replaced while the Engine ran");
        assertThat(new String(file.content, StandardCharsets.US_ASCII)).isEqualTo(ONE_LINE);
    }

    @Test
    void readsFilesFromBeforeThereWereRotations() {
        file.content = (ONE_LINE + "\n").getBytes(StandardCharsets.US_ASCII);

        RotatingKey<SigningKey> key = loaded();

        assertThat(key.facts().since()).isEmpty();
        assertThat(key.good(NOW)).hasSize(1);
        assertThat(key.rotate(NOW, OVERLAP)).isTrue();
        assertThat(loaded().facts().since()).contains(NOW);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n",
                "AAAA",
                "%s\nyesterday",
                "%s\nsince yesterday",
                "%s\nsince 2026-11-29T15:00:00Z\nprevious %s",
                "%s\nsince 2026-11-29T15:00:00Z\nprevious AAAA\nuntil 2026-11-29T15:00:00Z",
                "%s\nsince 2026-11-29T15:00:00Z\nprevious %s\nuntil then",
                "%s\nsince 2026-11-29T15:00:00Z\nprevious %s\nuntil 2026-11-29T15:00:00Z\nmore"
            })
    void refusesADamagedFileAndLeavesItAlone(String damaged) {
        String content = damaged.replace("%s", ONE_LINE);
        file.content = content.getBytes(StandardCharsets.US_ASCII);

        assertThatThrownBy(this::loaded)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is damaged")
                .hasMessageNotContaining(ONE_LINE);
        assertThat(new String(file.content, StandardCharsets.US_ASCII)).isEqualTo(content);
    }

    @Test
    void showsNoSecret() {
        RotatingKey<SigningKey> key = loaded();
        key.rotate(NOW, OVERLAP);
        String content = new String(file.content, StandardCharsets.US_ASCII);

        assertThat(content.lines()).hasSize(4);
        assertThat(List.of(key.toString(), key.facts().toString()))
                .noneMatch(text -> content.lines().limit(1).anyMatch(text::contains));
    }

    /** A storage of one secret in memory, whose disk may be full. */
    private static final class OneFile implements KeyStorage {
        private byte[] content = {};
        private boolean full;

        @Override
        public Path folder() {
            return Path.of("memory");
        }

        @Override
        public Optional<byte[]> read(String name) {
            return content.length == 0 ? Optional.empty() : Optional.of(content.clone());
        }

        @Override
        public void write(String name, byte[] secret) throws IOException {
            if (full) {
                throw new IOException("no space left on device");
            }
            content = secret.clone();
        }

        @Override
        public void create(String name, byte[] secret) throws IOException {
            write(name, secret);
        }
    }
}
