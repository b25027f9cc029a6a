package io.borealis.agent.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.borealis.network.keys.KeyStorage;
import io.borealis.network.keys.KeyStorages;
import io.borealis.network.keys.ProtectedFiles;
import io.borealis.network.keys.windows.WindowsAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent's folders as Windows keeps them: made by SDDL, read back, looked at again at each start. */
class AgentHomeOnWindows {

    @TempDir
    private Path root;

    private AgentHome home = new AgentHome(Path.of(""));

    @BeforeEach
    void chooseAHomeThatNoCodePageHolds() {
        home = new AgentHome(root.resolve("Borealis Ü 日本"));
    }

    private List<Path> guarded() {
        return List.of(home.certificates(), home.vpnClient(), home.nativeLibraries());
    }

    @Test
    void isMadeForSystemAndAdministratorsAlone() throws Exception {
        home.prepare();
        home.prepare();
        for (Path folder : guarded()) {
            assertThat(WindowsAccess.sddlOf(folder))
                    .contains("(A;OICI;FA;;;SY)")
                    .doesNotContain(";;;WD)")
                    .doesNotContain(";;;BU)");
        }
    }

    @Test
    void refusesToStartInAFolderThatSomebodyOpened() throws Exception {
        home.prepare();
        for (Path folder : guarded()) {
            AclFileAttributeView view = Files.getFileAttributeView(folder, AclFileAttributeView.class);
            List<AclEntry> kept = view.getAcl();
            List<AclEntry> opened = new ArrayList<>(kept);
            opened.add(AclEntry.newBuilder()
                    .setType(AclEntryType.ALLOW)
                    .setPrincipal(folder.getFileSystem()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByGroupName("Everyone"))
                    .setPermissions(
                            AclEntryPermission.READ_DATA,
                            AclEntryPermission.EXECUTE,
                            AclEntryPermission.READ_ATTRIBUTES,
                            AclEntryPermission.READ_NAMED_ATTRS,
                            AclEntryPermission.READ_ACL,
                            AclEntryPermission.SYNCHRONIZE)
                    .build());
            view.setAcl(opened);
            assertThatIOException()
                    .isThrownBy(home::prepare)
                    .withMessageContaining(folder.toString())
                    .withMessageContaining("is open to WD")
                    .withMessageContaining("icacls");
            view.setAcl(kept);
            home.prepare();
        }
    }

    @Test
    void refusesAFileWhereAFolderBelongs() throws Exception {
        Files.createDirectories(home.certificates().getParent());
        Files.createFile(home.certificates());
        assertThatIOException().isThrownBy(home::prepare);
    }

    @Test
    void neverMakesANewIdentityOfADamagedOrForeignBlob() throws Exception {
        home.prepare();
        KeyStorage storage = KeyStorages.ofThisSystem(home.certificates());
        DeviceIdentity identity = DeviceIdentity.in(storage);
        Path file = home.certificates().resolve(DeviceIdentity.NAME);
        byte[] whole = Files.readAllBytes(file);
        byte[] damaged = whole.clone();
        damaged[damaged.length / 2] ^= 1;
        storage.write("other.key", new byte[] {1, 2, 3});
        byte[] foreign = Files.readAllBytes(home.certificates().resolve("other.key"));
        for (byte[] bad : new byte[][] {damaged, foreign, {}}) {
            ProtectedFiles.replace(file, bad);
            assertThatIOException()
                    .isThrownBy(() -> DeviceIdentity.in(storage))
                    .withMessageContaining("device.key")
                    .withMessageContaining("enroll again");
            assertThat(file).hasBinaryContent(bad);
        }
        ProtectedFiles.replace(file, whole);
        assertThat(DeviceIdentity.in(storage).publicKey()).isEqualTo(identity.publicKey());
    }

    @Test
    void saysHowToEnrollAgainWhenTheTrustStoreIsDamaged() throws Exception {
        home.prepare();
        KeyStorage storage = KeyStorages.ofThisSystem(home.certificates());
        ProtectedFiles.create(home.certificates().resolve(Membership.NAME), new byte[] {1, 2, 3});
        assertThatIOException()
                .isThrownBy(() -> Membership.in(storage))
                .withMessageContaining("enrollment.json is damaged")
                .withMessageContaining("enroll again");
    }
}
