import com.sun.jna.platform.win32.Crypt32Util;
import io.borealis.network.keys.KeyStorage;
import io.borealis.network.keys.ProtectedFiles;
import io.borealis.network.keys.UnusableSecretException;
import io.borealis.network.keys.windows.WindowsAccess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The product's key storage as a Windows process: seals, unseals and refuses for real. Argument: an empty folder. */
final class Keys {

    private static final byte[] SECRET = "the secret of this test".getBytes(StandardCharsets.US_ASCII);
    private static int passed;
    private static int failed;

    private interface Check {
        String run() throws Exception;
    }

    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments[0]);
        Path folder = root.resolve("Certificates \u00dc \u65e5\u672c");
        KeyStorage keys = KeyStorage.ofThisSystem(folder);
        System.out.println(System.getProperty("os.name") + ", Java " + System.getProperty("java.version") + ", "
                + keys.getClass().getSimpleName());
        check("unseals what it sealed", () -> {
            require(keys.read("a.key").isEmpty(), "there was a secret before the first");
            keys.write("a.key", SECRET);
            require(Arrays.equals(keys.read("a.key").orElseThrow(), SECRET), "another secret came back");
            byte[] sealed = Files.readAllBytes(folder.resolve("a.key"));
            require(!holds(sealed, SECRET), "the file holds the secret as it is");
            keys.write("a.key", new byte[] {7});
            require(Arrays.equals(keys.read("a.key").orElseThrow(), new byte[] {7}), "the file was not replaced");
            return sealed.length + " bytes for " + SECRET.length;
        });
        check("keeps the first secret", () -> refused(FileAlreadyExistsException.class, () -> keys.create("a.key", SECRET)));
        check("refuses a blob with one byte changed, cut off, or empty", () -> {
            byte[] whole = Files.readAllBytes(folder.resolve("a.key"));
            String said = "";
            for (byte[] damaged : new byte[][] {changed(whole), Arrays.copyOf(whole, whole.length / 2), {}, {1, 2, 3}}) {
                ProtectedFiles.replace(folder.resolve("a.key"), damaged);
                said = refused(UnusableSecretException.class, () -> keys.read("a.key"));
            }
            ProtectedFiles.replace(folder.resolve("a.key"), whole);
            require(keys.read("a.key").isPresent(), "the whole blob came back and was refused");
            return said;
        });
        check("refuses a blob that was sealed for another purpose", () -> {
            keys.write("b.key", SECRET);
            ProtectedFiles.replace(folder.resolve("a.key"), Files.readAllBytes(folder.resolve("b.key")));
            return refused(UnusableSecretException.class, () -> keys.read("a.key"));
        });
        check("refuses a blob of this account that carries another name", () -> {
            byte[] entropy = "Borealis key storage: a.key".getBytes(StandardCharsets.UTF_8);
            ProtectedFiles.replace(
                    folder.resolve("a.key"), Crypt32Util.cryptProtectData(SECRET, entropy, 1, "b.key", null));
            String said = refused(UnusableSecretException.class, () -> keys.read("a.key"));
            ProtectedFiles.replace(
                    folder.resolve("a.key"), Crypt32Util.cryptProtectData(SECRET, entropy, 1, "a.key", null));
            require(Arrays.equals(keys.read("a.key").orElseThrow(), SECRET), "the right name is refused as well");
            return said;
        });
        check("reads the folder's access list back as SDDL", () -> WindowsAccess.sddlOf(folder));
        check("refuses a folder with a looser access list", () -> {
            Path open = Files.createDirectory(root.resolve("open"));
            Files.copy(folder.resolve("b.key"), open.resolve("b.key"));
            KeyStorage loose = KeyStorage.ofThisSystem(open);
            refused(IOException.class, () -> loose.write("c.key", SECRET));
            String said = refused(IOException.class, () -> loose.read("b.key"));
            require(said.contains("icacls") && said.contains(WindowsAccess.sddlOf(open)), "no cure or no list: " + said);
            return said;
        });
        check("refuses a file with a looser access list", () -> {
            Files.write(folder.resolve("c.key"), Files.readAllBytes(folder.resolve("b.key")));
            Path open = Files.write(root.resolve("open.txt"), SECRET);
            return refused(IOException.class, () -> ProtectedFiles.read(open));
        });
        Path link = root.resolve("link");
        if (makesLink(link, folder)) {
            check("refuses a folder that is a link", () ->
                    refused(IOException.class, () -> KeyStorage.ofThisSystem(link).read("b.key")));
        } else {
            System.out.println("  --      no link can be made here, so its refusal is shown on a real machine and by"
                    + " KeyStorageTest");
        }
        System.out.println(passed + " passed, " + failed + " failed, 0 skipped");
        System.exit(failed == 0 ? 0 : 1);
    }

    private static void check(String what, Check check) {
        try {
            System.out.println("  ok      " + what + ": " + check.run());
            passed++;
        } catch (Exception | LinkageError | AssertionError failure) {
            System.out.println("  FAILED  " + what + ": " + failure);
            failed++;
        }
    }

    private static boolean makesLink(Path link, Path target) throws IOException {
        Files.createSymbolicLink(link, target);
        return Files.isSymbolicLink(link);
    }

    private interface Use {
        void run() throws Exception;
    }

    private static String refused(Class<? extends Exception> how, Use use) throws Exception {
        try {
            use.run();
        } catch (Exception refusal) {
            if (how.isInstance(refusal)) {
                return String.valueOf(refusal.getMessage());
            }
            throw refusal;
        }
        throw new AssertionError("it was not refused");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    private static byte[] changed(byte[] whole) {
        byte[] copy = whole.clone();
        copy[copy.length - 1] ^= 1;
        return copy;
    }

    private static boolean holds(byte[] all, byte[] part) {
        for (int at = 0; at + part.length <= all.length; at++) {
            if (Arrays.equals(all, at, at + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }
}
