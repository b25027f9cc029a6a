package io.borealis.network.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.borealis.network.keys.KeyStorage;
import io.borealis.network.keys.KeyStorages;
import io.borealis.protocol.tunnel.WireGuardKeyPair;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ListenerKeyTest {

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("Engine/Certificates/VPN_Server/engine.key");
    }

    private KeyStorage storage() {
        return KeyStorages.ofThisSystem(folder.resolve("Engine/Certificates/VPN_Server"));
    }

    @Test
    void makesAKeyOnceAndLoadsItAfterwards() throws Exception {
        ListenerKey key = new ListenerKey(file());
        assertThat(key.load()).isEmpty();
        try (WireGuardKeyPair made = key.loadOrMake();
                WireGuardKeyPair loaded = new ListenerKey(file()).loadOrMake()) {
            assertThat(loaded.publicKey()).isEqualTo(made.publicKey());
            assertThat(loaded.privateKey()).isEqualTo(made.privateKey());
        }
    }

    @Tag("posix")
    @Test
    void letsNobodyButTheOwnerIn() throws Exception {
        new ListenerKey(file()).make().close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void leavesNoUnfinishedFile() throws Exception {
        new ListenerKey(file()).make().close();
        try (var files = Files.list(file().getParent())) {
            assertThat(files).containsExactly(file());
        }
    }

    @Tag("posix")
    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwx------"})
    void refusesAFileThatOthersCouldUse(String permissions) throws Exception {
        new ListenerKey(file()).make().close();
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(permissions));
        assertThatIOException()
                .isThrownBy(() -> new ListenerKey(file()).loadOrMake())
                .withMessageContaining(file().toString())
                .withMessageContaining(permissions)
                .withMessageContaining("chmod 600");
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "no key", "AAAA", "////////////////////////////////////////////////////////////"})
    void refusesAFileThatHoldsNoKeyAndLeavesIt(String content) throws Exception {
        new ListenerKey(file()).make().close();
        storage().write("engine.key", content.getBytes(StandardCharsets.US_ASCII));
        assertThatIOException()
                .isThrownBy(() -> new ListenerKey(file()).loadOrMake())
                .withMessageContaining("32 bytes")
                .withMessageNotContaining("////");
        assertThat(storage().read("engine.key")).hasValue(content.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void takesAKeyWithALineEnd() throws Exception {
        new ListenerKey(file()).make().close();
        byte[] key = new byte[32];
        key[0] = 8;
        storage()
                .write(
                        "engine.key",
                        (Base64.getEncoder().encodeToString(key) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        try (WireGuardKeyPair loaded = new ListenerKey(file()).load().orElseThrow()) {
            assertThat(loaded.privateKey().reveal()).isEqualTo(key);
        }
    }

    @Tag("posix")
    @Test
    void refusesALinkAndAFolder() throws Exception {
        Path elsewhere = folder.resolve("elsewhere.key");
        new ListenerKey(elsewhere).make().close();
        Path link = Files.createSymbolicLink(folder.resolve("link.key"), elsewhere);
        for (Path notPlain : new Path[] {link, Files.createDirectory(folder.resolve("folder.key"))}) {
            assertThatIOException()
                    .isThrownBy(() -> new ListenerKey(notPlain).loadOrMake())
                    .withMessageContaining("plain file");
        }
    }
}
