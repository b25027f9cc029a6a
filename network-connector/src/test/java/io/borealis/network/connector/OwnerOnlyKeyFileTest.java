package io.borealis.network.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.borealis.protocol.tunnel.WireGuardKeyPair;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OwnerOnlyKeyFileTest {

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("Engine/Certificates/VPN_Server/engine.key");
    }

    @Test
    void makesAKeyOnceAndLoadsItAfterwards() throws Exception {
        KeyStorage storage = new OwnerOnlyKeyFile(file());
        assertThat(storage.load()).isEmpty();
        try (WireGuardKeyPair made = storage.loadOrMake();
                WireGuardKeyPair loaded = new OwnerOnlyKeyFile(file()).loadOrMake()) {
            assertThat(loaded.publicKey()).isEqualTo(made.publicKey());
            assertThat(loaded.privateKey()).isEqualTo(made.privateKey());
        }
    }

    @Test
    void letsNobodyButTheOwnerIn() throws Exception {
        new OwnerOnlyKeyFile(file()).make().close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void leavesNoUnfinishedFile() throws Exception {
        new OwnerOnlyKeyFile(file()).make().close();
        try (var files = Files.list(file().getParent())) {
            assertThat(files).containsExactly(file());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwx------"})
    void refusesAFileThatOthersCouldUse(String permissions) throws Exception {
        new OwnerOnlyKeyFile(file()).make().close();
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(permissions));
        assertThatIOException()
                .isThrownBy(() -> new OwnerOnlyKeyFile(file()).loadOrMake())
                .withMessageContaining(file().toString())
                .withMessageContaining(permissions)
                .withMessageContaining("chmod 600");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no key", "AAAA", "////////////////////////////////////////////////////////////"})
    void refusesAFileThatHoldsNoKeyAndLeavesIt(String content) throws Exception {
        new OwnerOnlyKeyFile(file()).make().close();
        Files.writeString(file(), content);
        assertThatIOException()
                .isThrownBy(() -> new OwnerOnlyKeyFile(file()).loadOrMake())
                .withMessageContaining("32 bytes")
                .withMessageNotContaining("////");
        assertThat(file()).hasContent(content);
    }

    @Test
    void takesAKeyWithALineEnd() throws Exception {
        new OwnerOnlyKeyFile(file()).make().close();
        byte[] key = new byte[32];
        key[0] = 8;
        Files.writeString(file(), Base64.getEncoder().encodeToString(key) + "\r\n");
        try (WireGuardKeyPair loaded = new OwnerOnlyKeyFile(file()).load().orElseThrow()) {
            assertThat(loaded.privateKey().reveal()).isEqualTo(key);
        }
    }

    @Test
    void refusesALinkAndAFolder() throws Exception {
        Path elsewhere = folder.resolve("elsewhere.key");
        new OwnerOnlyKeyFile(elsewhere).make().close();
        Path link = Files.createSymbolicLink(folder.resolve("link.key"), elsewhere);
        for (Path notPlain : new Path[] {link, Files.createDirectory(folder.resolve("folder.key"))}) {
            assertThatIOException()
                    .isThrownBy(() -> new OwnerOnlyKeyFile(notPlain).loadOrMake())
                    .withMessageContaining("plain file");
        }
    }
}
