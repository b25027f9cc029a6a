package io.borealis.agent.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borealis.network.keys.KeyStorage;
import io.borealis.network.keys.KeyStorages;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.token.ClientAssertion;
import io.borealis.protocol.token.SingleUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceIdentityTest {

    @TempDir
    Path root;

    private AgentHome home;
    private KeyStorage storage;

    @BeforeEach
    void prepareHome() throws Exception {
        home = new AgentHome(root.resolve("home"));
        home.prepare();
        storage = KeyStorages.ofThisSystem(home.certificates());
    }

    @Test
    void isMadeOnceAndKept() throws Exception {
        DeviceIdentity made = DeviceIdentity.in(storage);
        DeviceIdentity found = DeviceIdentity.in(storage);
        assertThat(found.publicKey()).isEqualTo(made.publicKey());
        byte[] message = {1, 2, 3};
        assertThat(made.publicKey().verifies(message, Base64.getDecoder().decode(found.sign(message))))
                .isTrue();
    }

    @Tag("posix")
    @Test
    void liesWhereOnlyTheOwnerReads() throws Exception {
        DeviceIdentity.in(storage);
        Path file = home.certificates().resolve("device.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.certificates())))
                .isEqualTo("rwx------");
    }

    @Test
    void isNeverReplacedSilently() throws Exception {
        DeviceIdentity.in(storage);
        Path file = home.certificates().resolve("device.key");
        byte[] whole = Files.readAllBytes(file);
        for (int cut : new int[] {0, 3, 20, whole.length - 1}) {
            Files.write(file, java.util.Arrays.copyOf(whole, cut));
            assertThatThrownBy(() -> DeviceIdentity.in(storage))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("damaged");
        }
    }

    @Test
    void isNotMadeAnewWhereTheDeviceIsEnrolled() throws Exception {
        DeviceIdentity.in(storage);
        storage.write(Membership.NAME, new byte[] {'{', '}'});
        Path file = home.certificates().resolve("device.key");
        Files.delete(file);
        assertThatThrownBy(() -> DeviceIdentity.in(storage))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("device.key")
                .hasMessageContaining("enroll again with a new code");
        assertThat(file).doesNotExist();
        Files.delete(home.certificates().resolve(Membership.NAME));
        assertThat(DeviceIdentity.in(storage).publicKey()).isNotNull();
    }

    @Test
    void provesTheDeviceByAnAssertion() throws Exception {
        DeviceIdentity identity = DeviceIdentity.in(storage);
        DeviceId device = DeviceId.random();
        String assertion = identity.assertion(device, Instant.now());
        ClientAssertion.accept(
                assertion, device, identity.publicKey(), Clock.systemUTC(), Duration.ofSeconds(5), new SingleUse(10));
    }
}
