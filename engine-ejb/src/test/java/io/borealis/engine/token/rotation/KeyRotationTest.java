package io.borealis.engine.token.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.borealis.engine.EngineFixture;
import io.borealis.engine.Page;
import io.borealis.engine.access.OperatorSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class KeyRotationTest {

    @TempDir
    Path root;

    private EngineFixture fixture;
    private OperatorSession admin;

    @BeforeEach
    void start() {
        fixture = EngineFixture.start(root);
        admin = fixture.admin("ada");
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private KeyRotation rotation() {
        return fixture.engine.keyRotation();
    }

    private List<String> written() throws IOException {
        return Files.readAllLines(fixture.home.log());
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "WIREGUARD")
    void aRotationIsOneCommandAndItsOverlapEndsByItself(KeyName name) throws IOException {
        KeyView before = rotation().view(name);

        assertThat(rotation().rotate(admin, name)).isInstanceOf(RotationResult.Done.class);

        KeyView during = rotation().view(name);
        assertThat(during.state()).isEqualTo(KeyState.OVERLAP);
        assertThat(during.keyId()).isNotEqualTo(before.keyId());
        assertThat(during.previousKeyId()).contains(before.keyId());
        assertThat(during.nextStep())
                .contains(during.overlapEnds().orElseThrow().toString());

        fixture.clock.advance(
                Duration.between(fixture.clock.instant(), during.overlapEnds().orElseThrow()));
        rotation().sweep();

        KeyView after = rotation().view(name);
        assertThat(after.state()).isEqualTo(KeyState.STEADY);
        assertThat(after.keyId()).isEqualTo(during.keyId());
        assertThat(written())
                .anyMatch(
                        line -> line.contains("key_rotation_started operator=\"ada\"") && line.contains(before.keyId()))
                .anyMatch(line -> line.contains("key_rotated") && line.contains(during.keyId()))
                .anyMatch(line -> line.contains("key_retired") && line.contains(before.keyId()));
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "WIREGUARD")
    void twoRotationsAtOnceAreOne(KeyName name) {
        rotation().rotate(admin, name);
        KeyView during = rotation().view(name);

        assertThat(rotation().rotate(admin, name)).isInstanceOf(RotationResult.OverlapLasts.class);

        assertThat(rotation().view(name)).isEqualTo(during);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "WIREGUARD")
    void anAdministratorEndsTheOverlapBeforeItsTime(KeyName name) throws IOException {
        assertThat(rotation().endOverlap(admin, name)).isInstanceOf(RotationResult.NoOverlap.class);
        rotation().rotate(admin, name);

        assertThat(rotation().endOverlap(admin, name)).isInstanceOf(RotationResult.Done.class);

        assertThat(rotation().view(name).state()).isEqualTo(KeyState.STEADY);
        assertThat(written()).anyMatch(line -> line.contains("key_retired operator=\"ada\""));
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "WIREGUARD")
    void aStartGoesOnWithWhatTheOneBeforeBegan(KeyName name) throws Exception {
        rotation().rotate(admin, name);
        KeyView during = rotation().view(name);

        fixture.restart();

        assertThat(rotation().view(name)).isEqualTo(during);

        fixture.clock.advance(
                Duration.between(fixture.clock.instant(), during.overlapEnds().orElseThrow()));
        fixture.restart();

        assertThat(rotation().view(name).state()).isEqualTo(KeyState.STEADY);
        assertThat(rotation().view(name).keyId()).isEqualTo(during.keyId());
    }

    @Test
    void listsItsKeysPageByPage() {
        Page<KeyView> all = rotation().page(Optional.empty(), Page.LONGEST);
        assertThat(all.items()).hasSize(KeyName.values().length);
        KeyName first = all.items().get(0).name();

        Page<KeyView> rest = rotation().page(Optional.of(first), Page.LONGEST);

        assertThat(rest.items()).isEqualTo(all.items().subList(1, all.items().size()));
        assertThat(rotation().page(Optional.empty(), 1).more())
                .isEqualTo(all.items().size() > 1);
    }

    @Test
    void publishesTheKeysOfAccessTokensThatAreGood() throws IOException {
        Path published = fixture.home.certificates().resolve("access-token.jwks");
        String before = rotation().view(KeyName.ACCESS_TOKEN).keyId();

        rotation().rotate(admin, KeyName.ACCESS_TOKEN);

        String now = rotation().view(KeyName.ACCESS_TOKEN).keyId();
        assertThat(Files.readString(published)).contains(before, now).doesNotContain("\"d\"");

        rotation().endOverlap(admin, KeyName.ACCESS_TOKEN);

        assertThat(Files.readString(published)).contains(now).doesNotContain(before);
    }
}
