package io.borealis.agent.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.borealis.agent.control.TestCertificates;
import io.borealis.agent.device.Membership;
import io.borealis.network.keys.KeyStorage;
import io.borealis.network.keys.KeyStorages;
import io.borealis.protocol.control.ToAgent;
import io.borealis.protocol.control.ToEngine;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.DeviceKey;
import io.borealis.protocol.device.TrustBundle;
import io.borealis.protocol.token.TrustStatement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key takes another's place by the word of one that is trusted already, and by nothing else. */
class TrustedEngineTest {

    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    @TempDir
    static Path certificates;

    @TempDir
    Path home;

    private static String ca;

    private final KeyPair old = keyPair();
    private final KeyPair next = keyPair();
    private final KeyPair stranger = keyPair();
    private final DeviceId device = DeviceId.random();
    private KeyStorage storage;
    private TrustedEngine trust;

    @BeforeAll
    static void makeAuthority() throws Exception {
        ca = new TestCertificates(Files.createDirectory(certificates.resolve("ours")), "dns:localhost").caPem();
    }

    @BeforeEach
    void enroll() throws IOException {
        storage = KeyStorages.ofThisSystem(home.resolve("Certificates"));
        new Membership(device, new TrustBundle(ca, key(old))).keepIn(storage);
        trust = afterRestart();
    }

    private TrustedEngine afterRestart() throws IOException {
        return new TrustedEngine(Membership.in(storage).orElseThrow(), storage, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static KeyPair keyPair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static DeviceKey key(KeyPair pair) {
        return DeviceKey.of(pair.getPublic());
    }

    private ToEngine learn(TrustStatement stated, DeviceId about, KeyPair signer, Instant when) {
        return trust.learn(new ToAgent.TrustEngine(List.of(stated.sign(about, signer.getPrivate(), when))));
    }

    private void refuses(ToEngine answer) throws IOException {
        assertThat(answer).isInstanceOf(ToEngine.TrustRefused.class);
        assertThat(trust.tokenKeys()).containsExactly(key(old));
        assertThat(trust.caCertificates()).isEqualTo(ca);
        assertThat(afterRestart().tokenKeys()).containsExactly(key(old));
    }

    @Test
    void learnsANewKeyByTheWordOfTheOldOneAndForgetsThatOneByTheWordOfTheNew() throws IOException {
        TrustStatement both = new TrustStatement(List.of(key(next), key(old)), ca);
        assertThat(learn(both, device, old, NOW)).isEqualTo(new ToEngine.TrustKept(both.id()));
        assertThat(trust.tokenKeys()).containsExactly(key(next), key(old));
        assertThat(afterRestart().tokenKeys()).containsExactly(key(next), key(old));

        TrustStatement one = new TrustStatement(List.of(key(next)), ca);
        assertThat(learn(one, device, next, NOW)).isEqualTo(new ToEngine.TrustKept(one.id()));
        assertThat(afterRestart().tokenKeys()).containsExactly(key(next));
        assertThat(new String(storage.read("enrollment.json").orElseThrow())).doesNotContain("further");
    }

    @Test
    void believesTheOneOfSeveralStatementsThatAKeyItTrustsSigned() {
        TrustStatement both = new TrustStatement(List.of(key(next), key(old)), ca);

        ToEngine answer = trust.learn(new ToAgent.TrustEngine(
                List.of(both.sign(device, next.getPrivate(), NOW), both.sign(device, old.getPrivate(), NOW))));

        assertThat(answer).isEqualTo(new ToEngine.TrustKept(both.id()));
    }

    @Test
    void keepsNoKeyThatVouchesForItself() throws IOException {
        TrustStatement forged = new TrustStatement(List.of(key(stranger)), ca);

        ToEngine answer = learn(forged, device, stranger, NOW);

        refuses(answer);
        assertThat(answer).asString().contains("enrolled anew");
    }

    @Test
    void keepsNothingThatWasSaidToAnotherDeviceOrAtAnotherTime() throws IOException {
        TrustStatement both = new TrustStatement(List.of(key(next), key(old)), ca);

        refuses(learn(both, DeviceId.random(), old, NOW));
        refuses(learn(both, device, old, NOW.minusSeconds(120)));
        refuses(learn(both, device, old, NOW.plusSeconds(120)));
    }

    @Test
    void keepsNothingThatIsNoStatement() throws IOException {
        refuses(trust.learn(new ToAgent.TrustEngine(List.of())));
        refuses(trust.learn(new ToAgent.TrustEngine(List.of("", "a.b.c", "x".repeat(10_000)))));
        refuses(learn(new TrustStatement(List.of(key(next)), "no certificate"), device, old, NOW));
    }

    @Test
    void whatCannotBeKeptIsNotTrusted() throws IOException {
        trust = new TrustedEngine(
                Membership.in(storage).orElseThrow(), new FullStorage(storage), Clock.fixed(NOW, ZoneOffset.UTC));

        ToEngine answer = learn(new TrustStatement(List.of(key(next), key(old)), ca), device, old, NOW);

        refuses(answer);
        assertThat(answer).asString().contains("no space left");
    }

    /** A storage that can be read and not written. */
    private record FullStorage(KeyStorage storage) implements KeyStorage {

        @Override
        public Path folder() {
            return storage.folder();
        }

        @Override
        public Optional<byte[]> read(String name) throws IOException {
            return storage.read(name);
        }

        @Override
        public void write(String name, byte[] secret) throws IOException {
            throw new IOException("no space left on device");
        }

        @Override
        public void create(String name, byte[] secret) throws IOException {
            write(name, secret);
        }
    }
}
